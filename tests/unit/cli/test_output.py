"""Files are written whole or not at all."""

from __future__ import annotations

import os
import stat

import pytest

from matcher.cli.output import check_targets, write_whole
from matcher.errors import BadRequest, CannotWrite


def test_a_file_is_written_whole(tmp_path):
    """The text stands in the file, and nothing else is left in the folder."""
    write_whole(tmp_path / "a.html", "text é")

    assert (tmp_path / "a.html").read_text("utf-8") == "text é"
    assert [path.name for path in tmp_path.iterdir()] == ["a.html"]


def test_a_table_carries_a_byte_order_mark(tmp_path):
    """A spreadsheet is told that the table is UTF-8."""
    write_whole(tmp_path / "a.csv", "kind\r\n", encoding="utf-8-sig")

    assert (tmp_path / "a.csv").read_bytes() == b"\xef\xbb\xbfkind\r\n"


def test_a_file_is_replaced(tmp_path):
    """An older answer gives way to the new one."""
    (tmp_path / "a.html").write_text("old")
    write_whole(tmp_path / "a.html", "new")

    assert (tmp_path / "a.html").read_text() == "new"


def test_a_link_stays_a_link(tmp_path):
    """A target that is a link is written where it points."""
    (tmp_path / "real.html").write_text("old")
    (tmp_path / "link.html").symlink_to("real.html")
    write_whole(tmp_path / "link.html", "new")

    assert (tmp_path / "link.html").is_symlink()
    assert (tmp_path / "real.html").read_text() == "new"


def test_a_device_is_written_to(tmp_path):
    """A target that is no ordinary file is not replaced by one."""
    write_whole(tmp_path / ".." / ".." / ".." / ".." / ".." / ".." / "dev" / "null", "text")

    assert not os.path.isfile("/dev/null")  # noqa: PTH113 - the plain question


def test_what_stood_there_stands_when_writing_fails(tmp_path, monkeypatch):
    """A disk that refuses leaves the old file and no rest of the new one."""
    (tmp_path / "a.html").write_text("old")

    def refuse(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(CannotWrite):
        write_whole(tmp_path / "a.html", "new")

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


@pytest.mark.parametrize("name", [".", "missing/a.html"])
def test_a_target_without_a_place_is_refused_before_anything_is_read(tmp_path, name):
    """A folder, or a file in a folder that does not exist, is told at once."""
    with pytest.raises(CannotWrite):
        check_targets([tmp_path / name], [])


def test_a_new_document_is_for_its_owner_alone(tmp_path):
    """Nobody else may read a document that is written for the first time."""
    write_whole(tmp_path / "a.html", "new")

    assert stat.S_IMODE((tmp_path / "a.html").stat().st_mode) == 0o600


def test_a_document_that_was_there_keeps_who_may_read_it(tmp_path):
    """Writing a document again changes nothing about its permissions."""
    (tmp_path / "a.html").write_text("old")
    (tmp_path / "a.html").chmod(0o640)
    write_whole(tmp_path / "a.html", "new")

    assert stat.S_IMODE((tmp_path / "a.html").stat().st_mode) == 0o640
