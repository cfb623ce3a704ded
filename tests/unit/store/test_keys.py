"""The key file is made whole, kept private, and never loses a key."""

from __future__ import annotations

import os
import re
import stat
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from matcher.errors import BadRequest, CannotWrite, WrongKey
from matcher.store.crypto import SubKeys
from matcher.store.keys import create_key_file, load_key_file, retire, rotate
from sealing import A_CELL, MASTER


@pytest.fixture
def path(tmp_path):
    """The place of a key file in a folder that is not there yet."""
    return tmp_path / "data" / "linewatch.key"


def test_a_key_file_is_read_as_it_was_made(path):
    """What the keys of a new file sealed opens with the keys read from it."""
    made = create_key_file(path)

    assert load_key_file(path).unseal(made.seal(b"plain", A_CELL), A_CELL) == b"plain"
    assert load_key_file(path).fingerprint == made.fingerprint
    assert made.numbers == (1,)


def test_a_key_file_is_private(path):
    """The file has mode 0600 and its new folder 0700, and nothing else is left there."""
    create_key_file(path)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_a_lax_umask_does_not_open_the_file(path):
    """The mode does not depend on the habits of the user."""
    before = os.umask(0)
    try:
        create_key_file(path)
    finally:
        os.umask(before)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_key_file_is_never_replaced(path):
    """Making one where one is leaves it as it was."""
    create_key_file(path)
    before = path.read_bytes()

    with pytest.raises(CannotWrite, match="already"):
        create_key_file(path)
    assert path.read_bytes() == before


def test_of_many_who_make_one_at_once_one_does(path):
    """Of eight makers one succeeds, and the file is that one's."""

    def made(_: int) -> str | None:
        with suppress(CannotWrite):
            return create_key_file(path).fingerprint
        return None

    with ThreadPoolExecutor(8) as pool:
        found = [each for each in pool.map(made, range(8)) if each]

    assert found == [load_key_file(path).fingerprint]


def test_no_two_key_files_are_alike(tmp_path):
    """Every file has a key of its own."""
    assert create_key_file(tmp_path / "a").fingerprint != create_key_file(tmp_path / "b").fingerprint


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602, 0o610, 0o601, 0o644, 0o666])
def test_a_file_that_is_open_to_others_is_refused(path, mode):
    """Any right of the group or of others is one too many."""
    create_key_file(path)
    path.chmod(mode)

    with pytest.raises(WrongKey, match="others"):
        load_key_file(path)


@pytest.mark.parametrize("mode", [0o600, 0o400])
def test_a_file_of_one_user_is_read(path, mode):
    """A file that may not even be written is good."""
    create_key_file(path)
    path.chmod(mode)

    assert load_key_file(path).numbers == (1,)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_the_file_of_another_user_is_refused(path):
    """A file that another user could change is not trusted."""
    create_key_file(path)
    os.chown(path, 12345, 12345)

    with pytest.raises(WrongKey, match="another user"):
        load_key_file(path)


def test_a_missing_file_is_told(path):
    """Without a key file the error says that the store's own is needed: a new one would open nothing."""
    with pytest.raises(WrongKey) as caught:
        load_key_file(path)

    assert "LINEWATCH_KEY_FILE" in caught.value.hint
    assert "init" not in caught.value.hint
    assert caught.value.code == "wrong-key"


def test_a_folder_is_no_key_file(path):
    """A folder in the place of the file is told, not read."""
    path.mkdir(parents=True)

    with pytest.raises(WrongKey):
        load_key_file(path)


def test_a_place_that_cannot_be_written_is_told(tmp_path):
    """A file in the place of the folder is told in one sentence."""
    (tmp_path / "data").write_text("")

    with pytest.raises(CannotWrite, match="cannot be written"):
        create_key_file(tmp_path / "data" / "linewatch.key")


def test_a_file_that_was_cut_anywhere_is_refused(path):
    """No beginning of a key file is taken for one with fewer keys."""
    create_key_file(path)
    rotate(path)
    whole = path.read_bytes()

    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        with pytest.raises(WrongKey):
            load_key_file(path)


def test_a_changed_key_is_refused(path):
    """A digit of number, key or fingerprint that was changed is noticed."""
    create_key_file(path)
    rotate(path)
    whole = path.read_bytes()
    lines = [found.span() for found in re.finditer(rb"(?m)^[12] [0-9a-f]{64} [0-9a-f]{16}$", whole)]

    for at in [each for start, end in lines for each in range(start, end)]:
        path.write_bytes(whole[:at] + (b"8" if whole[at : at + 1] != b"8" else b"9") + whole[at + 1 :])
        with pytest.raises(WrongKey):
            load_key_file(path)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"linewatch keys 1\nend\n", id="no key"),
        pytest.param(b"linewatch keys 2\nend\n", id="a format to come"),
        pytest.param(b"\xff\xfe" * 100, id="no text"),
        pytest.param(b"linewatch keys 1\n" + b"#\n" * 100_000 + b"end\n", id="far too long"),
    ],
)
def test_what_is_no_key_file_is_refused(path, text):
    """Another file is told as such, whatever it is."""
    create_key_file(path)
    path.write_bytes(text)

    with pytest.raises(WrongKey):
        load_key_file(path)


def test_a_key_that_stands_twice_is_refused(path):
    """Keys stand the newest first, each once."""
    create_key_file(path)
    rotate(path)
    first, remark, newest, oldest, *end = path.read_text().split("\n")

    for keys in ([oldest, newest], [newest, newest], [newest, oldest, oldest]):
        path.write_text("\n".join([first, remark, *keys, *end]))
        with pytest.raises(WrongKey):
            load_key_file(path)


def test_a_rotation_keeps_what_was_sealed_readable(path):
    """The new key seals, the old one still opens, in this process and in the next."""
    old = create_key_file(path)
    sealed = old.seal(b"plain", A_CELL)
    renewed = rotate(path)

    assert renewed.numbers == load_key_file(path).numbers == (2, 1)
    assert renewed.number == 2
    assert load_key_file(path).unseal(sealed, A_CELL) == b"plain"
    assert load_key_file(path).unseal(renewed.seal(b"new", A_CELL), A_CELL) == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_rotations_at_once_lose_no_key(path):
    """Eight rotations at once make eight keys, and what each of them sealed opens."""
    create_key_file(path)

    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: rotate(path), range(8)))

    assert load_key_file(path).numbers == tuple(range(9, 0, -1))
    assert [load_key_file(path).unseal(each.seal(b"plain", A_CELL), A_CELL) for each in made] == [b"plain"] * 8


def test_the_key_file_behind_a_link_is_the_one_that_changes(path, tmp_path):
    """A link to the key file stays a link."""
    create_key_file(path)
    link = tmp_path / "link.key"
    link.symlink_to(path)
    rotate(link)

    assert link.is_symlink()
    assert load_key_file(path).numbers == (2, 1)


def test_what_an_interrupted_rotation_left_is_no_hindrance(path):
    """A half written new file beside the key file is cleared away by the next rotation."""
    create_key_file(path)
    (path.parent / f".{path.name}.new").write_text("linewatch keys 1\n2 ab")
    rotate(path)

    assert load_key_file(path).numbers == (2, 1)
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_an_old_key_is_dropped(path):
    """A key that was dropped is gone from the file; its number is not given again."""
    create_key_file(path)
    rotate(path)

    assert retire(path, 1).numbers == load_key_file(path).numbers == (2,)
    assert rotate(path).numbers == (3, 2)


@pytest.mark.parametrize("number", [2, 3, 0])
def test_only_an_older_key_is_dropped(path, number):
    """The newest key and one that is not there cannot be dropped."""
    create_key_file(path)
    rotate(path)

    with pytest.raises(BadRequest):
        retire(path, number)
    assert load_key_file(path).numbers == (2, 1)


def test_the_numbers_come_to_an_end(path):
    """The 255th key is the last one, and that is told."""
    create_key_file(path)
    last = f"255 {MASTER.hex()} {SubKeys(255, MASTER).fingerprint}"
    path.write_text(f"linewatch keys 1\n{last}\nend\n")

    assert load_key_file(path).number == 255
    with pytest.raises(CannotWrite, match="255"):
        rotate(path)


def test_no_error_tells_a_key(path):
    """A damaged line is not repeated."""
    create_key_file(path)
    secret = path.read_text().split("\n")[2].split(" ")[1]
    path.write_text(path.read_text().replace(secret, f"{secret[:-1]}g"))

    with pytest.raises(WrongKey) as caught:
        load_key_file(path)
    assert secret[:8] not in f"{caught.value!r} {caught.value.hint} {caught.value.faults}"
