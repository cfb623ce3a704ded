"""Documents are written whole, and all of them or none."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from matcher.cli.documents import Document, check_targets, write_all
from matcher.errors import BadRequest, CannotWrite


def test_a_file_is_written_whole(tmp_path):
    """The text stands in the file, and nothing else is left in the folder."""
    write_all([Document(tmp_path / "a.html", "text é")])

    assert (tmp_path / "a.html").read_text("utf-8") == "text é"
    assert [path.name for path in tmp_path.iterdir()] == ["a.html"]


def test_a_table_carries_a_byte_order_mark(tmp_path):
    """A spreadsheet is told that the table is UTF-8."""
    write_all([Document(tmp_path / "a.csv", "kind\r\n", "utf-8-sig")])

    assert (tmp_path / "a.csv").read_bytes() == b"\xef\xbb\xbfkind\r\n"


def test_a_file_is_replaced(tmp_path):
    """An older answer gives way to the new one."""
    (tmp_path / "a.html").write_text("old")
    write_all([Document(tmp_path / "a.html", "new")])

    assert (tmp_path / "a.html").read_text() == "new"


def test_a_link_stays_a_link(tmp_path):
    """A target that is a link is written where it points."""
    (tmp_path / "real.html").write_text("old")
    (tmp_path / "link.html").symlink_to("real.html")
    write_all([Document(tmp_path / "link.html", "new")])

    assert (tmp_path / "link.html").is_symlink()
    assert (tmp_path / "real.html").read_text() == "new"


def test_a_device_is_written_to(tmp_path):
    """A target that is no ordinary file is not replaced by one."""
    write_all([Document(tmp_path / ".." / ".." / ".." / ".." / ".." / ".." / "dev" / "null", "text")])

    assert not os.path.isfile("/dev/null")  # noqa: PTH113 - the plain question


def test_what_stood_there_stands_when_writing_fails(tmp_path, monkeypatch):
    """A disk that refuses leaves the old file and no rest of the new one."""
    (tmp_path / "a.html").write_text("old")

    def refuse(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(CannotWrite):
        write_all([Document(tmp_path / "a.html", "new")])

    assert (tmp_path / "a.html").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.html"]


def test_a_target_that_is_read_is_refused(tmp_path):
    """No option can overwrite the extraction or the list."""
    (tmp_path / "phone.vcf").write_text("x")

    with pytest.raises(BadRequest):
        check_targets([tmp_path / "." / "phone.vcf"], [tmp_path / "phone.vcf"])


def test_two_documents_need_two_names(tmp_path):
    """Page and table cannot be the same file."""
    with pytest.raises(BadRequest):
        check_targets([tmp_path / "a", tmp_path / "a"], [])


@pytest.mark.parametrize("name", [".", "missing/a.html", "loop", "loop/a.html", "x" * 300, "file/a.html", f"{'x' * 300}/a.html"])
def test_a_target_without_a_place_is_refused_before_anything_is_read(tmp_path, name):
    """A target where nothing can stand is told at once, in our words."""
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "file").write_text("x")

    with pytest.raises(CannotWrite):
        check_targets([tmp_path / name], [])


def test_a_new_document_is_for_its_owner_alone(tmp_path):
    """Nobody else may read a document that is written for the first time."""
    write_all([Document(tmp_path / "a.html", "new")])

    assert stat.S_IMODE((tmp_path / "a.html").stat().st_mode) == 0o600


def test_a_document_that_was_there_keeps_who_may_read_it(tmp_path):
    """Writing a document again changes nothing about its permissions."""
    (tmp_path / "a.html").write_text("old")
    (tmp_path / "a.html").chmod(0o640)
    write_all([Document(tmp_path / "a.html", "new")])

    assert stat.S_IMODE((tmp_path / "a.html").stat().st_mode) == 0o640


def test_a_folder_that_may_not_be_entered_is_told(tmp_path, monkeypatch):
    """A folder without permission is told before anything is read."""
    monkeypatch.setattr(os, "access", lambda path, mode: False)

    with pytest.raises(CannotWrite, match=r"[Pp]ermission denied"):
        check_targets([tmp_path / "a.html"], [])


def test_a_name_may_be_as_long_as_names_get(tmp_path):
    """What is written beside the place of a document needs no longer a name than the document has."""
    write_all([Document(tmp_path / ("x" * 255), "text")])

    assert [path.name for path in tmp_path.iterdir()] == ["x" * 255]


@pytest.mark.parametrize("stood", [None, "old"])
@pytest.mark.parametrize("has_links", [True, False])
def test_all_documents_are_written_or_none(tmp_path, monkeypatch, stood, has_links):
    """A page whose table cannot be written is not left behind, and an older one stands again, on any file system."""
    page = tmp_path / "a.html"
    if stood is not None:
        page.write_text(stood)
    if not has_links:
        monkeypatch.setattr(Path, "hardlink_to", refuse)

    with pytest.raises(CannotWrite):
        write_all([Document(page, "new"), Document(Path("/dev/full"), "new")])

    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == ({} if stood is None else {"a.html": stood})


def test_what_another_run_left_behind_is_in_nobodys_way(tmp_path, monkeypatch):
    """A run of the same process number, ended before it could tidy up, stops no later one."""
    monkeypatch.setattr(os, "replace", refuse)
    monkeypatch.setattr(Path, "replace", refuse)
    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(CannotWrite):
        write_all([Document(tmp_path / "a.html", "old")])
    left = [path.name for path in tmp_path.iterdir()]
    monkeypatch.undo()
    write_all([Document(tmp_path / "a.html", "new")])

    assert left
    assert (tmp_path / "a.html").read_text() == "new"


def test_a_pipe_that_nobody_reads_is_not_waited_for(tmp_path):
    """A named pipe without a reader is told; one with a reader gets the document."""
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(CannotWrite, match="nothing reads from it"):
        write_all([Document(tmp_path / "pipe", "text")])
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    write_all([Document(tmp_path / "pipe", "text")])

    assert os.read(reader, 100) == b"text"
    os.close(reader)


def test_a_pipe_of_the_shell_is_written_to():
    """A pipe that has a name only through its descriptor gets the document."""
    reader, writer = os.pipe()
    target = Path(f"/dev/fd/{writer}")
    check_targets([target], [])
    write_all([Document(target, "text")])

    assert os.read(reader, 100) == b"text"
    os.close(reader)
    os.close(writer)


def refuse(*_: object, **__: object) -> None:
    """Do as a file system does that cannot."""
    raise OSError(errno.EPERM, "Operation not permitted")
