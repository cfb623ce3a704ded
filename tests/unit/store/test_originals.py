"""Uploads are kept sealed, whole or not at all, and are gone when they are erased."""

from __future__ import annotations

import errno
import hashlib
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from matcher.errors import OriginalGone, SealBroken, StoreFull, StoreUnavailable, WrongKey
from matcher.store.originals import Originals
from sealing import CHUNK, MASTER, OTHER_MASTER, a_ring, a_text_of

PLAIN = a_text_of(3 * CHUNK + 77)
#: More than any disk has.
TOO_MUCH = 1 << 62


@pytest.fixture
def originals(tmp_path):
    """A folder of uploads that is not there yet."""
    return Originals(tmp_path / "originals", a_ring())


def kept(originals: Originals, plain: bytes = PLAIN, original_id: str = "sub_1"):
    """The facts of an upload that was taken in whole."""
    writer = originals.create(original_id)
    for at in range(0, len(plain), 10_000):
        writer.write(plain[at : at + 10_000])
    return writer.finish()


def left_by_a_crash(originals: Originals, original_id: str) -> None:
    """The part of an upload whose process was killed."""
    (originals.folder / f"{original_id}.part").write_bytes(bytes(1000))


def names(originals: Originals) -> list[str]:
    """What stands in the folder."""
    return sorted(each.name for each in originals.folder.iterdir())


def test_an_upload_comes_back_as_it_was(originals):
    """Hash and size are those of the bytes that came, and so are the bytes."""
    facts = kept(originals)

    assert (facts.sha256, facts.size) == (hashlib.sha256(PLAIN).hexdigest(), len(PLAIN))
    with originals.open("sub_1", facts.wrapped_key) as reader:
        assert reader.size == len(PLAIN)
        assert reader.read() == PLAIN
        assert reader.seek(CHUNK - 5) == CHUNK - 5
        assert reader.read(10) == PLAIN[CHUNK - 5 : CHUNK + 5]


def test_an_empty_upload_is_one_too(originals):
    """No bytes are an upload of no bytes."""
    facts = originals.create("sub_1").finish()

    assert (facts.sha256, facts.size) == (hashlib.sha256(b"").hexdigest(), 0)
    assert originals.open("sub_1", facts.wrapped_key).read() == b""


def test_uploads_are_private(originals):
    """Files have mode 0600, the folder 0700, and nothing in it is readable as it came."""
    kept(originals, b"BEGIN:VCARD TEL:07700 900123 " * 1000)

    assert stat.S_IMODE(originals.folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(originals.path_of("sub_1").stat().st_mode) == 0o600
    assert b"VCARD" not in originals.path_of("sub_1").read_bytes()


def test_every_upload_has_a_key_of_its_own(originals):
    """The same bytes twice give two keys and two files."""
    first, second = kept(originals, original_id="sub_1"), kept(originals, original_id="sub_2")

    assert originals.keys.unwrap(first.wrapped_key) != originals.keys.unwrap(second.wrapped_key)
    assert originals.path_of("sub_1").read_bytes() != originals.path_of("sub_2").read_bytes()


def test_a_key_opens_its_own_upload_only(originals):
    """The wrapped key of another row opens nothing."""
    first, second = kept(originals, original_id="sub_1"), kept(originals, original_id="sub_2")

    with pytest.raises(SealBroken):
        originals.open("sub_1", second.wrapped_key)
    originals.path_of("sub_1").replace(originals.path_of("sub_2"))
    with pytest.raises(SealBroken):
        originals.open("sub_2", first.wrapped_key)


def test_a_part_is_no_upload(originals):
    """Until it is finished an upload is not there."""
    writer = originals.create("sub_1")
    writer.write(PLAIN)

    assert not originals.has("sub_1")
    writer.finish()
    assert originals.has("sub_1")
    assert names(originals) == ["sub_1.sealed"]


def test_an_upload_that_is_aborted_leaves_nothing(originals):
    """Neither part nor whole is left, and aborting twice is aborting once."""
    writer = originals.create("sub_1")
    writer.write(PLAIN)
    writer.abort()
    writer.abort()

    assert names(originals) == []
    with pytest.raises(ValueError, match="aborted"):
        writer.write(b"x")
    with pytest.raises(ValueError, match="aborted"):
        writer.finish()


def test_a_context_that_fails_leaves_nothing(originals):
    """An upload whose sender went away is undone; one that was finished stays."""

    def broken_off() -> None:
        with originals.create("sub_1") as writer:
            writer.write(PLAIN)
            raise ConnectionError

    with pytest.raises(ConnectionError):
        broken_off()
    with originals.create("sub_2") as writer:
        writer.write(PLAIN)
        writer.finish()

    assert names(originals) == ["sub_2.sealed"]


def test_an_id_is_used_once(originals):
    """An upload never takes the place of another, whole or part, and leaves it alone."""
    facts = kept(originals)
    left_by_a_crash(originals, "sub_2")

    for taken in ("sub_1", "sub_2"):
        with pytest.raises(StoreUnavailable):
            originals.create(taken)
    assert originals.open("sub_1", facts.wrapped_key).read() == PLAIN
    assert names(originals) == ["sub_1.sealed", "sub_2.part"]


@pytest.mark.parametrize("original_id", ["", ".", "..", "../x", "a/b", "a\\b", "a.b", "A", "\x00", "a" * 81, "-a", "ä", "a\n"])
def test_an_id_cannot_lead_out_of_the_folder(originals, original_id):
    """Anything but small letters, digits and two signs is no id, whatever is asked of it."""
    for ask in (originals.create, originals.erase, originals.has, originals.path_of, lambda each: originals.open(each, b"")):
        with pytest.raises((ValueError, SealBroken)):
            ask(original_id)


def test_an_upload_that_is_erased_is_gone(originals):
    """Neither file nor part is left; what is left of it anywhere needs a key that is forgotten."""
    facts = kept(originals)
    left_by_a_crash(originals, "sub_2")

    assert originals.erase("sub_1") is True
    assert originals.erase("sub_2") is True
    assert originals.erase("sub_1") is False
    assert names(originals) == []
    with pytest.raises(OriginalGone):
        originals.open("sub_1", facts.wrapped_key)


def test_what_a_crash_left_is_found(originals):
    """Files and parts that no row names are told; those that are known are not."""
    kept(originals, original_id="sub_1")
    kept(originals, original_id="sub_2")
    left_by_a_crash(originals, "sub_3")
    (originals.folder / "notes.txt").write_text("of somebody else")

    assert originals.leftovers({"sub_1"}) == ("sub_2", "sub_3")
    assert originals.leftovers({"sub_1", "sub_2", "sub_3"}) == ()


def test_an_upload_under_way_is_no_leftover(originals):
    """Only what was not written to for some time counts where a moment is given."""
    kept(originals)
    now = datetime.now(UTC)

    assert originals.leftovers((), before=now - timedelta(hours=1)) == ()
    assert originals.leftovers((), before=now + timedelta(hours=1)) == ("sub_1",)


def test_the_floor_stays_free(tmp_path):
    """Where less than the floor is free no upload begins, and none leaves anything."""
    full = Originals(tmp_path / "originals", a_ring(), free_space_floor=TOO_MUCH)

    with pytest.raises(StoreFull) as caught:
        full.create("sub_1")
    assert caught.value.code == "store-full"
    assert names(full) == []


def test_an_upload_that_is_announced_too_large_does_not_begin(originals):
    """What cannot fit is refused before a byte is taken."""
    with pytest.raises(StoreFull):
        originals.create("sub_1", expected_bytes=TOO_MUCH)
    assert names(originals) == []


def test_an_upload_that_grows_into_the_floor_is_undone(tmp_path):
    """The room is looked at again while bytes come in."""
    originals = Originals(tmp_path / "originals", a_ring())
    writer = originals.create("sub_1")
    originals.free_space_floor = TOO_MUCH

    with pytest.raises(StoreFull):
        writer.write(bytes(200 * CHUNK))
    assert names(originals) == []


FILLING = """
import resource, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from matcher.errors import StoreFull
from matcher.store.originals import Originals
from sealing import a_ring

originals = Originals(Path(sys.argv[1]), a_ring())
resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
writer = originals.create("sub_1")
try:
    for _ in range(100):
        writer.write(bytes(65_536))
except StoreFull as error:
    print(error.code, error.__cause__.errno)
"""


def test_a_disk_that_refuses_bytes_is_told(tmp_path):
    """When the system takes no more bytes of a file it is told as full, and the part is gone."""
    folder = tmp_path / "originals"
    tests = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", FILLING, folder, tests], capture_output=True, text=True, check=False)

    assert (done.stdout.split(), done.stderr) == (["store-full", str(errno.EFBIG)], "")
    assert list(folder.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    """A file in the place of the folder is told in one sentence."""
    (tmp_path / "originals").write_text("")

    with pytest.raises(StoreUnavailable):
        Originals(tmp_path / "originals", a_ring())


def test_another_key_file_opens_nothing(originals):
    """Uploads of another store, and those whose master key was dropped, are told apart."""
    facts = kept(originals)

    with pytest.raises(SealBroken):
        Originals(originals.folder, a_ring((1, OTHER_MASTER))).open("sub_1", facts.wrapped_key)
    with pytest.raises(WrongKey):
        Originals(originals.folder, a_ring((2, OTHER_MASTER))).open("sub_1", facts.wrapped_key)


def test_a_rotation_rewraps_keys_and_touches_no_file(originals):
    """After rewrapping, the new master key alone opens the same file."""
    facts = kept(originals)
    before = originals.path_of("sub_1").read_bytes()
    wrapped = a_ring((2, OTHER_MASTER), (1, MASTER)).rewrap(facts.wrapped_key)

    assert originals.path_of("sub_1").read_bytes() == before
    assert Originals(originals.folder, a_ring((2, OTHER_MASTER))).open("sub_1", wrapped).read() == PLAIN


def test_a_damaged_file_is_closed_again(originals):
    """A file that is refused is not left open."""
    facts = kept(originals)
    originals.path_of("sub_1").write_bytes(b"\1" * 100)
    before = len(list(Path("/proc/self/fd").iterdir()))

    # Holding on to the error holds on to everything that was at hand when it arose.
    with pytest.raises(SealBroken) as caught:
        originals.open("sub_1", facts.wrapped_key)
    assert len(list(Path("/proc/self/fd").iterdir())) == before
    assert caught.value.code == "seal-broken"


def test_facts_show_no_key(originals):
    """What is written of an upload holds no wrapped key, which would be one more thing to erase."""
    facts = kept(originals)

    assert "wrapped" not in repr(facts)
    assert facts.wrapped_key.hex() not in str(facts)
