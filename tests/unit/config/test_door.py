"""YAML data comes in by one door that tells every fault with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict

from config.door import FOLDER, BadData, load_folder, load_yaml
from config.matching_settings import MatchingSettings


class Pair(BaseModel):
    """Two keys, enough to go wrong in every way."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    name: str
    is_on: bool = False
    counts: list[int] = []


@pytest.fixture
def faults(tmp_path):
    """Give line and sentence of every fault of a text."""

    def read(text: str | bytes) -> list[tuple[int, str]]:
        path = tmp_path / "rules" / "pair.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        with pytest.raises(BadData) as caught:
            load_yaml(path, Pair)
        assert {fault.file for fault in caught.value.faults} == {"rules/pair.yaml"}
        return [(fault.line, fault.sentence) for fault in caught.value.faults]

    return read


def test_a_good_file_is_read(tmp_path):
    """A file that fits its model comes out as that model."""
    path = tmp_path / "pair.yaml"
    path.write_text("# why\nname: one\nis_on: true\ncounts: [1, 2]\n")

    assert load_yaml(path, Pair) == Pair(name="one", is_on=True, counts=[1, 2])


def test_the_shipped_folder_is_the_default():
    """The folder that is shipped holds the thresholds."""
    assert load_yaml(FOLDER / "matching.yaml", MatchingSettings).near_days == 30


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        pytest.param("is_on: true\n", 1, "name is missing", id="a key is missing"),
        pytest.param("name: one\n\nnmae: two\n", 3, "nmae is not a known key", id="an unknown key"),
        pytest.param("name: one\nis_on: yes\n", 2, "is_on is true or false", id="yes is a word, not true"),
        pytest.param("name: 12\n", 1, "name is text; put quotes around it", id="a number where text belongs"),
        pytest.param("name: one\ncounts:\n  - 1\n  - two\n", 4, "counts is a whole number", id="inside a list"),
        pytest.param("name: one\nis_on: true\nname: two\n", 3, "'name' stands twice", id="a key twice"),
        pytest.param("name: one\n<<: {is_on: true}\n", 2, "a key is not a known key", id="a merge key"),
        pytest.param("- name\n", 1, "the file is a group of keys", id="a list instead of keys"),
        pytest.param("", 1, "is empty", id="nothing"),
        pytest.param("# nothing\n", 1, "is empty", id="comments only"),
        pytest.param("name: [one\n", 2, "is not YAML: did not find expected ',' or ']'", id="an open bracket"),
        pytest.param("name: one\n? [a]\n: two\n", 2, "a key is a word", id="a key that is no word"),
        pytest.param(b"name: one\nis_on: \xff\n", 2, "is not UTF-8 text", id="not UTF-8"),
        pytest.param("name: one\n---\nname: two\n", 2, "a file holds one document, without --- in between", id="two documents"),
        pytest.param("name: one\x00\n", 1, "is not YAML: it holds a character that may not stand in text", id="a NUL byte"),
    ],
)
def test_a_fault_names_its_line(faults, text, line, sentence):
    """Whatever is wrong, the line it stands on is told and what belongs there."""
    assert (line, sentence) in faults(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("name: &one one\n", id="anchor"),
        pytest.param("name: *one\n", id="alias"),
        pytest.param("counts: &a [*a, *a]\n", id="an alias of itself"),
        pytest.param("name: !!python/object/apply:os.system [ls]\n", id="a tag that would run a program"),
        pytest.param("name: !custom one\n", id="a tag of one's own"),
    ],
)
def test_what_multiplies_or_constructs_is_refused(faults, text):
    """Anchors, aliases and tags are refused before anything is built from them."""
    assert any("not used in these files" in sentence for _, sentence in faults(text))


def test_a_deep_file_is_refused(faults):
    """A hundred thousand brackets end as a fault."""
    assert faults("[" * 100_000)


def test_a_large_file_is_refused(faults):
    """A file beyond a million bytes is refused unread."""
    assert faults("name: " + "x" * 1_000_001) == [(1, "has more than 1000000 bytes")]


def test_all_faults_are_told_at_once(faults):
    """Four faults of a file are told together, in the order of their lines."""
    assert [line for line, _ in faults("is_on: maybe\nsize: 2\nis_on: true\ncounts: [x]\n")] == [1, 1, 2, 3, 4]


def test_a_fault_never_quotes_a_value(faults):
    """A number that stands where it does not belong is not repeated."""
    told = faults("name: one\n'07700 900123': {'07700 900124': x}\nis_on: 07700900125\n")

    assert not any("900" in sentence for _, sentence in told)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        pytest.param("no", "no", id="no is a word"),
        pytest.param("on", "on", id="on is a word"),
        pytest.param("0800", "0800", id="a leading zero stays"),
        pytest.param("+447700900123", "+447700900123", id="a plus sign stays"),
        pytest.param("12:30", "12:30", id="a time is a word"),
        pytest.param("2026-04-01", "2026-04-01", id="a date is a word"),
        pytest.param("'12'", "12", id="quoted digits are text"),
    ],
)
def test_plain_words_mean_what_they_look_like(tmp_path, written, read):
    """None of the surprises of YAML reaches the data."""
    path = tmp_path / "pair.yaml"
    path.write_text(f"name: {written}\n")

    assert load_yaml(path, Pair).name == read


def test_a_missing_file_is_a_fault(tmp_path):
    """A file that is not there is told like any other fault."""
    with pytest.raises(BadData, match="cannot be read"):
        load_yaml(tmp_path / "none.yaml", Pair)


def test_a_folder_tells_the_faults_of_all_its_files(tmp_path):
    """Two bad files and a misnamed one are told together."""
    (tmp_path / "a.yaml").write_text("name: 1\n")
    (tmp_path / "b.yaml").write_text("name: two\n")
    (tmp_path / "c.yaml").write_text("names: three\n")
    (tmp_path / "d.yml").write_text("name: four\n")

    with pytest.raises(BadData) as caught:
        load_folder(tmp_path, Pair)

    assert [fault.file.rpartition("/")[2] for fault in caught.value.faults] == ["a.yaml", "c.yaml", "c.yaml", "d.yml"]


@pytest.mark.parametrize("name", [pytest.param(".", id="an empty folder"), pytest.param("none", id="no folder")])
def test_a_folder_without_files_is_a_fault(tmp_path: Path, name: str):
    """A folder that holds nothing to read is not an empty configuration."""
    with pytest.raises(BadData):
        load_folder(tmp_path / name, Pair)


def test_a_loaded_value_knows_its_line(tmp_path):
    """What is found wrong later still names the line it stands on."""
    (tmp_path / "a.yaml").write_text("name: one\ncounts:\n  - 1\n  - 2\n")
    (loaded,) = load_folder(tmp_path, Pair)

    assert loaded.fault("is odd", "counts", 1).line == 4
