"""The commands as a person runs them."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from commands import ROOT, linewatch

AT = "2026-04-20T12:00:00Z"
CARD = "BEGIN:VCARD\nVERSION:3.0\nFN:{name}\nTEL:{number}\nEND:VCARD\n"
HOSTILE = "[red]=1+1\\n<b>\x1b[31m\u202e"


@pytest.fixture
def lines(tmp_path):
    """A list with one open line."""
    path = tmp_path / "lines.csv"
    path.write_text("line_id,name,number,first_seen\nL1,Larkspur,07700 900123,2026-03-01\n")
    return path


@pytest.fixture
def phone(tmp_path):
    """A phone book with a listed number and another."""
    path = tmp_path / "phone.vcf"
    path.write_text(CARD.format(name="Jay", number="07700 900123") + CARD.format(name="Nan", number="01632 960111"))
    return path


def errors(said) -> list[str]:
    """The codes of all error lines."""
    return re.findall(r"^linewatch: error: ([a-z0-9-]+): \S", said.err, re.MULTILINE)


def on_a_terminal(*arguments: object) -> bytes:
    """What a command shows on a terminal, standard output and error together."""
    parent, child = pty.openpty()
    command = [sys.executable, "-I", "-m", "matcher", *(str(each) for each in arguments)]
    environment = {name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "FORCE_COLOR"}} | {"TERM": "xterm"}
    with subprocess.Popen(command, stdout=child, stderr=child, cwd=ROOT, env=environment) as process:
        os.close(child)
        shown = b""
        while True:
            try:
                read = os.read(parent, 65536)
            except OSError:
                break
            if not read:
                break
            shown += read
    os.close(parent)
    assert process.returncode == 0
    return shown


class TestUsage:
    """What is typed wrong is told in one line with exit code 2."""

    @pytest.mark.parametrize(
        "arguments",
        [
            pytest.param([], id="no command"),
            pytest.param(["extrac"], id="unknown command"),
            pytest.param(["match"], id="no file"),
            pytest.param(["match", "{phone}"], id="no list"),
            pytest.param(["match", "{phone}", "--lines", "{lines}", "--bogus"], id="unknown option"),
            pytest.param(["match", "{phone}", "--lines", "{lines}", "--status", "lost"], id="unknown status"),
            pytest.param(["match", "{phone}", "--lines", "{lines}", "--at", "2026-04-20T12:00:00"], id="a time without a zone"),
            pytest.param(["match", "{phone}", "--lines", "{lines}", "--subject-age", "-1"], id="an impossible age"),
            pytest.param(["match", "{phone}", "--lines", "{lines}", "--subject-age", "fifteen"], id="an age in words"),
            pytest.param(["match", "{phone}", "--lines", "{lines}", "--scope", "everything"], id="unknown scope"),
            pytest.param(["match", "{phone}", "--lines", "{lines}", "--own-number", "Jay"], id="an own number that is none"),
            pytest.param(["match", "{phone}", "--lines", "{lines}", "--html", "{phone}"], id="a page over the phone"),
            pytest.param(["match", "{phone}", "--lines", "{lines}", "--csv", "{lines}"], id="a table over the list"),
            pytest.param(["extract", "{phone}", "--format", "nothing"], id="unknown format"),
            pytest.param(["extract", "{phone}", "--region", "XX"], id="unknown region"),
            pytest.param(["extract", "{phone}", "--sha256", "12"], id="a hash that is none"),
            pytest.param(["check", "--lines", "{lines}"], id="no number"),
            pytest.param(["check", "07700 900999", " ", "--lines", "{lines}"], id="an empty number"),
            pytest.param(["guess", "{phone}"], id="a command there is not"),
            pytest.param(["lines", "guess", "L-0001"], id="a command of the list there is not"),
            pytest.param(["lines"], id="half a command"),
            pytest.param(["lines", "validate", "{lines}", "07700 900123"], id="one argument too many"),
        ],
    )
    def test_it_is_one_line(self, phone, lines, arguments):
        """Wrong usage is one line with the code wrong-usage, exit code 2, nothing on standard output."""
        said = linewatch(*(each.format(phone=phone, lines=lines) for each in arguments))

        assert (said.code, said.out) == (2, "")
        assert errors(said) == ["wrong-usage"]
        assert said.err.count("\n") == 1
        assert "900123" not in said.err.replace(" ", "")

    def test_a_number_typed_in_the_wrong_place_is_not_repeated(self, phone, lines):
        """An error about a typed value does not quote a telephone number."""
        said = linewatch("match", phone, "--lines", lines, "--subject-age", "07700900123")

        assert "07700900123" not in said.err

    def test_the_error_about_a_moment_shows_how_it_is_written(self, phone, lines):
        """An error of --at names an example that works."""
        assert "2026-04-20T12:00:00Z" in linewatch("match", phone, "--lines", lines, "--at", "yesterday").err

    def test_help_is_help(self):
        """Help goes to standard output and names every command."""
        said = linewatch("--help")

        assert said.code == 0
        assert all(command in said.out for command in ("match", "extract", "check", "formats", "lines"))

    def test_the_version_is_one_line(self):
        """The version is the name and the number."""
        assert re.fullmatch(r"linewatch \d+\.\d+\.\d+\n", linewatch("--version").out)


class TestExtract:
    """What stands in a file."""

    def test_json_is_lines_of_objects(self, phone):
        """Every line is one object; sightings come first and the summary last."""
        lines = linewatch("extract", phone, "--json").lines

        assert [line["type"] for line in lines] == ["sighting", "sighting", "summary"]
        assert (lines[-1]["records"], lines[-1]["sightings"], lines[-1]["reader"]) == (2, 2, "vcard")

    def test_several_files_each_have_a_summary(self, phone, tmp_path):
        """Each file ends with its own summary."""
        other = tmp_path / "other.vcf"
        other.write_text(CARD.format(name="Kit", number="07700 900124"))
        summaries = [line for line in linewatch("extract", phone, other, "--json").lines if line["type"] == "summary"]

        assert [summary["source"] for summary in summaries] == ["phone.vcf", "other.vcf"]

    def test_people_get_lines_too(self, phone):
        """Without --json each sighting is one line with its number and name."""
        said = linewatch("extract", phone)

        assert re.search(r"^\+447700900123 +saved contact +Jay", said.out, re.MULTILINE)

    def test_a_hostile_name_is_harmless(self, tmp_path):
        """Escapes and marks of direction of a name reach no terminal."""
        path = tmp_path / "phone.vcf"
        path.write_text(CARD.format(name=HOSTILE, number="07700 900123"))

        for said in (linewatch("extract", path), linewatch("extract", path, "--json")):
            assert not set(said.out) & {"\x1b", "\u202e"}

    def test_one_bad_file_does_not_stop_the_others(self, phone, tmp_path):
        """The good file is told whole, the bad one is one error line, and the code is 3."""
        bad = tmp_path / "bad"
        bad.write_bytes(b"XRY\x00" + b"\x01" * 100)
        said = linewatch("extract", bad, phone, "--json")

        assert said.code == 3
        assert errors(said) == ["unsupported-format"]
        assert said.lines[-1]["source"] == "phone.vcf"

    def test_a_file_that_changed_is_blocked(self, phone):
        """A file with another hash than the one announced is not read, and that is not allowed (AR-24)."""
        said = linewatch("extract", phone, "--sha256", "0" * 64, "--json")

        assert (said.code, said.out, errors(said)) == (5, "", ["hash-mismatch"])

    def test_a_reader_that_goes_away_is_no_error(self, tmp_path):
        """A pipe closed early ends quietly."""
        path = tmp_path / "phone.csv"
        path.write_text("Name,Phone\n" + "".join(f"C{n},07700 900{n % 1000:03d}\n" for n in range(30_000)))
        command = f"'{sys.executable}' -I -m matcher extract '{path}' --json | head -1"
        done = subprocess.run(["sh", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False)

        assert done.stderr == ""
        assert json.loads(done.stdout)["type"] == "sighting"


class TestMatch:
    """The main job."""

    def test_people_get_the_statement_first(self, phone, lines):
        """The first words of the answer are the fixed statement, without colour where it is piped."""
        said = linewatch("match", phone, "--lines", lines, "--at", AT)

        assert said.code == 0
        assert said.out.startswith("1 number matches 1 line in lines.csv at 20 April 2026 at 12:00 UTC.")
        assert "\x1b" not in said.out
        assert max(len(line) for line in said.out.splitlines()) <= 80

    def test_a_terminal_gets_colour(self, phone, lines):
        """On a terminal the answer is set in colour."""
        assert b"\x1b[" in on_a_terminal("match", phone, "--lines", lines, "--at", AT)

    def test_no_match_is_no_error(self, tmp_path, lines):
        """Nothing found is exit code 0 and the fixed sentence."""
        path = tmp_path / "phone.vcf"
        path.write_text(CARD.format(name="Nan", number="01632 960111"))
        said = linewatch("match", path, "--lines", lines, "--at", AT)

        assert said.code == 0
        assert said.out.startswith("No releasable match in lines.csv")

    def test_list_only_raises_no_alerts(self, phone, lines):
        """With --list-only the matches stand and no alert does."""
        options = ("--at", AT, "--json", "--subject-age", 15, "--status", "missing")
        with_alerts = linewatch("match", phone, "--lines", lines, *options).answer
        without = linewatch("match", phone, "--lines", lines, *options, "--list-only").answer

        assert with_alerts["alerts"]
        assert without["alerts"] == []
        assert without["matches"] == with_alerts["matches"]

    def test_documents_are_written_beside_the_answer(self, phone, lines, tmp_path):
        """Page and table are written, and the answer is printed all the same."""
        said = linewatch("match", phone, "--lines", lines, "--at", AT, "--json", "--html", tmp_path / "a.html", "--csv", tmp_path / "a.csv")

        assert said.answer["matches"]
        assert (tmp_path / "a.html").read_text("utf-8").startswith("<!doctype html>")
        assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbfkind,")

    def test_documents_have_the_same_bytes_each_time(self, phone, lines, tmp_path):
        """With --at page and table are the same bytes again."""
        for name in ("one", "two"):
            linewatch(
                "match",
                phone,
                "--lines",
                lines,
                "--at",
                AT,
                "--html",
                tmp_path / f"{name}.html",
                "--csv",
                tmp_path / f"{name}.csv",
                is_started=True,
            )

        assert (tmp_path / "one.html").read_bytes() == (tmp_path / "two.html").read_bytes()
        assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()

    @pytest.mark.parametrize("target", ["missing/a.html", "."])
    def test_a_page_that_cannot_be_written_is_one_line(self, phone, lines, tmp_path, target):
        """A target without a place is told before anything is read, and nothing is written."""
        before = sorted(path.name for path in tmp_path.iterdir())
        said = linewatch("match", phone, "--lines", lines, "--html", tmp_path / target)

        assert (said.code, said.out, errors(said)) == (2, "", ["cannot-write"])
        assert sorted(path.name for path in tmp_path.iterdir()) == before

    @pytest.mark.parametrize("basis", ["missing", "expired", "notice-missing"])
    def test_without_a_legal_basis_nothing_is_read(self, lines, basis):
        """What is not lawful on record is exit code 5, before the file is even looked for."""
        said = linewatch("match", "no-such-file", "--lines", lines, "--legal-basis", basis)

        assert (said.code, said.out, errors(said)) == (5, "", ["legal-basis-incomplete"])

    def test_sex_and_ethnicity_change_nothing(self, phone, lines):
        """With and without them everything but their own record is the same."""
        options = ("--at", AT, "--json", "--subject-age", 15, "--status", "missing")
        plain = linewatch("match", phone, "--lines", lines, *options).answer
        told = linewatch("match", phone, "--lines", lines, *options, "--sex", "female", "--ethnicity", "any").answer

        assert (told["screening"]["subject"].pop("sex"), told["screening"]["subject"].pop("ethnicity")) == ("female", "any")
        del plain["screening"]["subject"]["sex"], plain["screening"]["subject"]["ethnicity"]
        assert told == plain

    def test_an_own_number_is_the_strongest_sign(self, phone, lines):
        """A listed number that is stated as the phone's own matches as such."""
        answer = linewatch("match", phone, "--lines", lines, "--at", AT, "--json", "--own-number", "07700 900123").answer

        assert answer["matches"][0]["contact"] == "own number"

    def test_test_numbers_are_admitted_by_the_environment_only(self, tmp_path, monkeypatch):
        """The test namespace matches when the environment says so, and never otherwise."""
        (tmp_path / "phone.csv").write_text("Name,Phone\nA,04123456789\n")
        (tmp_path / "lines.csv").write_text("line_id,number\nL1,04123456789\n")
        refused = linewatch("match", tmp_path / "phone.csv", "--lines", tmp_path / "lines.csv")
        monkeypatch.setenv("LINEWATCH_TEST_NUMBERS", "1")
        said = linewatch("match", tmp_path / "phone.csv", "--lines", tmp_path / "lines.csv", "--json")

        assert refused.code == 4
        assert [match["number"] for match in said.answer["matches"]] == ["+444123456789"]

    def test_the_name_of_a_file_cannot_speak_to_the_terminal(self, tmp_path, lines):
        """Escapes and line breaks in a file name are shown harmless, in answers and in errors."""
        evil = tmp_path / "a\x1b[31m\nlinewatch: error: fake: x\u202e.vcf"
        evil.write_text(CARD.format(name="Jay", number="07700 900123"))
        bad = tmp_path / "b\x1b[31m\nlinewatch: error: fake: x.vcf"
        bad.write_text("nothing")
        said = linewatch("match", evil, bad, "--lines", lines, "--html", tmp_path / "a.html", "--at", AT)
        page = (tmp_path / "a.html").read_text("utf-8")

        assert errors(said) == ["unknown-format"]
        assert not set(said.out + said.err + page) & {"\x1b", "\u202e"}


class TestRestrictedLines:
    """Documents that travel leave restricted lines out (docs/decisions/0006)."""

    HEAD = "line_id,name,number,visibility,associate_name\n"
    OPEN = "L1,Larkspur,07700 900123,,\n"

    def screened(self, folder: Path, rows: str, phone: str, *options: object):
        """Run one screening in a folder of its own; what was said, and the bytes of both documents."""
        folder.mkdir()
        (folder / "lines.csv").write_text(self.HEAD + rows)
        (folder / "phone.csv").write_text(phone)
        targets = ("--html", folder / "a.html", "--csv", folder / "a.csv")
        said = linewatch(
            "match", folder / "phone.csv", "--lines", folder / "lines.csv", "--at", AT, "--json", "--status", "missing", *targets, *options
        )
        return said, (folder / "a.html").read_bytes(), (folder / "a.csv").read_bytes()

    PHONE = "Name,Phone\nJay,07700 900123\nQuiet,07700 900333\nHarker Solicitors,07700 900334\nQuiett,07700 900335\nSam,07700 900456\n"
    HIDDEN = "L9,Quiet,07700 900333,covert,\nL9,,07700 900334,covert,\nL9,,07700 900456,covert,Sam Sample\n"

    def test_documents_have_the_bytes_of_a_miss(self, tmp_path):
        """With a covert line on the phone, page and table are those of a list on which it never stood, and stderr says so."""
        said, page, table = self.screened(tmp_path / "with", self.OPEN + self.HIDDEN, self.PHONE)
        plain, page_without, table_without = self.screened(tmp_path / "without", self.OPEN, self.PHONE)

        assert page == page_without
        assert table == table_without
        assert "left out" in said.err
        assert "left out" not in plain.err

    def test_documents_have_the_bytes_of_a_list_whose_covert_numbers_are_elsewhere(self, tmp_path):
        """A covert line that is on the phone and one that is not give the same page and table."""
        elsewhere = "L9,Elsewhere,07700 900777,covert,\n"
        _, page, table = self.screened(tmp_path / "with", self.OPEN + self.HIDDEN, self.PHONE)
        other, other_page, other_table = self.screened(tmp_path / "elsewhere", self.OPEN + elsewhere, self.PHONE)

        assert page == other_page
        assert table == other_table
        assert "left out" not in other.err

    def test_the_holder_of_the_list_sees_everything(self, tmp_path):
        """The printed answer names the covert line and raises AR-17 first."""
        said, _, _ = self.screened(tmp_path / "with", self.OPEN + self.HIDDEN, self.PHONE)

        assert {match["line"]["id"] for match in said.answer["matches"]} == {"L1", "L9"}
        assert "AR-17" in [alert["rule"] for alert in said.answer["alerts"] if alert["urgency"] == "P1"]

    def test_restricted_writes_it_all(self, tmp_path):
        """With --restricted the documents hold what the answer holds."""
        said, page, table = self.screened(tmp_path / "with", self.OPEN + self.HIDDEN, self.PHONE, "--restricted")

        assert b"L9" in page
        assert b"L9" in table
        assert "left out" not in said.err

    def test_a_parent_on_the_list_is_told_in_every_document(self, tmp_path):
        """AR-22 rests on an open line: it stands in page and table, to be handled with care, and nothing is said to be left out."""
        said, page, table = self.screened(tmp_path / "open", self.OPEN, "Name,Phone\nMum,07700 900123\n")

        assert "AR-22" in {alert["rule"] for alert in said.answer["alerts"]}
        for document in (page, table):
            assert b"AR-22" in document
            assert b"Handle with care: not for parents or carers" in document
        assert b"owning unit only" not in page + table
        assert "left out" not in said.err

    def test_a_parent_on_a_covert_line_is_told_in_none(self, tmp_path):
        """AR-22 about a covert line's person does not travel; printed, it says which kind of line it rests on."""
        hidden = "L9,Quiet,07700 900333,covert,\nL9,,07700 900456,covert,Sam Sample\n"
        phone = "Name,Phone\nJay,07700 900123\nMum,07700 900456\n"
        said, page, table = self.screened(tmp_path / "with", self.OPEN + hidden, phone)
        _, page_without, table_without = self.screened(tmp_path / "without", self.OPEN, phone)
        _, whole, _ = self.screened(tmp_path / "whole", self.OPEN + hidden, phone, "--restricted")

        assert "AR-22" in {alert["rule"] for alert in said.answer["alerts"]}
        assert "left out" in said.err
        assert (page, table) == (page_without, table_without)
        assert "COVERT LINE – owning unit only. Handle with care".encode() in whole

    def test_what_is_tolerated_in_a_restricted_row_does_not_travel(self, tmp_path):
        """A repeated covert row is told to whoever holds the list and leaves the documents as they were."""
        said, page, table = self.screened(tmp_path / "with", self.OPEN + self.HIDDEN * 2, self.PHONE)
        _, page_without, table_without = self.screened(tmp_path / "without", self.OPEN, self.PHONE)

        assert "linewatch: note: 3 rows repeat another row" in said.err
        assert (page, table) == (page_without, table_without)


class TestNotes:
    """What was tolerated in a list reaches the person."""

    NOTES = ("The column 'colour' is not known and was ignored.", "1 row repeats another row and was counted once.")

    @pytest.fixture
    def tolerated(self, tmp_path):
        """A list with a column nobody knows and a row that stands twice."""
        path = tmp_path / "lines.csv"
        path.write_text("line_id,number,colour\n" + 2 * "L1,07700 900123,red\n")
        return path

    @pytest.mark.parametrize(
        "arguments",
        [
            pytest.param(["match", "{phone}", "--lines", "{lines}"], id="match"),
            pytest.param(["match", "{phone}", "--lines", "{lines}", "--json"], id="match for a program"),
            pytest.param(["check", "07700 900999", "--lines", "{lines}"], id="check"),
            pytest.param(["lines", "validate", "{lines}"], id="validate"),
        ],
    )
    def test_each_is_one_line_beside_the_answer(self, phone, tolerated, arguments):
        """Every command that loads a list tells each note on standard error, once, and its exit code stays 0."""
        said = linewatch(*(each.format(phone=phone, lines=tolerated) for each in arguments))

        assert said.code == 0
        assert said.err.splitlines() == [f"linewatch: note: {note}" for note in self.NOTES]

    def test_they_stand_in_the_answer(self, phone, tolerated, tmp_path):
        """Programs find them with the list, none as an empty list, and the page names those about the header."""
        answer = linewatch("match", phone, "--lines", tolerated, "--json", "--html", tmp_path / "a.html").answer
        page = (tmp_path / "a.html").read_text("utf-8")

        assert answer["screening"]["line_list"]["notes"] == list(self.NOTES)
        assert linewatch("lines", "validate", tolerated, "--json").answer["notes"] == list(self.NOTES)
        assert "colour" in page
        assert "repeats another row" not in page

    def test_a_list_without_any_says_so(self, phone, lines):
        """Where nothing was tolerated the notes are there and empty."""
        said = linewatch("check", "07700 900999", "--lines", lines, "--json")

        assert said.err == ""
        assert said.answer["line_list"]["notes"] == []

    def test_no_note_repeats_a_number(self, phone, tmp_path):
        """A number in the name of a column is not written to standard error."""
        path = tmp_path / "lines.csv"
        path.write_text("line_id,number,07700 900555\nL1,07700 900123,x\n")

        assert "900555" not in linewatch("lines", "validate", path).err.replace(" ", "")


class TestCheck:
    """Typed numbers."""

    def test_answers_come_in_the_order_asked(self, lines):
        """Each number typed is answered, in order, with its key and its matches."""
        said = linewatch("check", "07700 900999", "+44 7700 900123", "Jay", "--lines", lines, "--at", AT, "--json")

        assert [answer["e164"] for answer in said.answer["answers"]] == ["+447700900999", "+447700900123", None]
        assert [len(answer["matches"]) for answer in said.answer["answers"]] == [0, 1, 0]
        assert said.answer["statement"].startswith("1 number matches 1 line")

    def test_people_get_an_answer_per_number(self, lines):
        """A number that is not listed is answered in words."""
        said = linewatch("check", "07700 900999", "--lines", lines)

        assert said.code == 0
        assert "no releasable match" in said.out

    @pytest.mark.parametrize("protected", ["0800 1111", "0808 801 0677"])
    def test_a_helpline_is_answered_like_any_number_that_is_not_listed(self, lines, protected):
        """But for the digits typed, the answer about a protected number is that about an ordinary one (domain 11.5, 14.6)."""
        asked = {text: linewatch("check", text, "--lines", lines, "--at", AT) for text in (protected, "07700 900999")}
        keys = {protected: f"+44{protected.replace(' ', '')[1:]}", "07700 900999": "+447700900999"}
        told = {said.out.replace(text, "#").replace(keys[text], "#") for text, said in asked.items()}

        assert len(told) == 1
        assert "freephone" not in told.pop()

    def test_a_bad_list_is_code_4(self, tmp_path):
        """A list that cannot be read is code 4, whatever is asked of it."""
        said = linewatch("check", "07700 900999", "--lines", tmp_path / "nothing.csv")

        assert said.code == 4
        assert errors(said) == ["bad-line-list"]

    LISTED = "line_id,name,number,visibility,associate_name\nL1,Larkspur,07700 900123,,\nL1,,07700 900456,,Sam Sample\n"
    COVERT = "L9,Quiet,07700 900333,covert,\n"

    def test_a_person_the_list_names_is_told(self, tmp_path):
        """The number of a named person is no match and is not told as if nothing were known of it."""
        (tmp_path / "lines.csv").write_text(self.LISTED)
        plain = linewatch("check", "07700 900456", "--lines", tmp_path / "lines.csv", "--at", AT)
        told = linewatch("check", "07700 900456", "--lines", tmp_path / "lines.csv", "--at", AT, "--json").answer

        assert "Sam Sample +447700900456, line Larkspur (L1)" in plain.out
        assert "  no releasable match" not in plain.out
        assert told["statement"].endswith("1 number is recorded for a person the list itself links to a line.")
        assert [person["name"] for person in told["answers"][0]["associates"]] == ["Sam Sample"]
        assert told["answers"][0]["matches"] == []

    def test_a_covert_line_is_marked_beside_its_match(self, tmp_path):
        """Whoever holds the list sees that a match is the owning unit's alone; an open one bears no such mark."""
        (tmp_path / "lines.csv").write_text(self.LISTED + self.COVERT)

        assert "COVERT LINE – owning unit only" in linewatch("check", "07700 900333", "--lines", tmp_path / "lines.csv").out
        assert "owning unit only" not in linewatch("check", "07700 900123", "--lines", tmp_path / "lines.csv").out


class TestLines:
    """The line list alone."""

    def test_a_sound_list_is_told(self, lines):
        """A sound list is exit code 0 with its totals."""
        assert linewatch("lines", "validate", lines).out == "lines.csv is sound: 1 number of 1 line, 0 named associates.\n"
        assert linewatch("lines", "validate", lines, "--json").answer["numbers"] == 1

    def test_faults_are_told_together(self, tmp_path):
        """All faults of a list stand below one error line, each with row and column."""
        path = tmp_path / "lines.csv"
        path.write_text("line_id,number,status\nL1,900123,active\nL2,07700 900123,open\n")
        said = linewatch("lines", "validate", path)

        assert (said.code, errors(said)) == (4, ["bad-line-list"])
        assert re.search(r"^  row 2, column number: ", said.err, re.MULTILINE)
        assert re.search(r"^  row 3, column status: ", said.err, re.MULTILINE)


def test_validate_tells_a_program_every_fault(tmp_path):
    """With --json a bad list is an object with each fault's row, column and sentence; the exit code and standard error stay."""
    path = tmp_path / "lines.csv"
    path.write_text("line_id,number,status\nL1,07700 900123,active\n,07700 900124,open\n")
    said = linewatch("lines", "validate", path, "--json")

    assert said.code == 4
    assert errors(said) == ["bad-line-list"]
    assert said.answer["sound"] is False
    assert [(fault["row"], fault["column"]) for fault in said.answer["faults"]] == [(3, "line_id"), (3, "status")]
    assert all(fault["sentence"] for fault in said.answer["faults"])


def test_formats_names_every_reader():
    """Each reader is told with what makes its files and what it can give, to people and to programs."""
    readers = linewatch("formats", "--json").answer["formats"]

    assert {"vcard", "csv", "xlsx", "ufdr"} <= {reader["name"] for reader in readers}
    assert all(reader["made_by"] and reader["scopes"] for reader in readers)
    assert all(reader["name"] in linewatch("formats").out for reader in readers[:1])


def test_a_fault_of_ours_is_one_line_without_a_traceback(tmp_path, monkeypatch, capsys):
    """Whatever breaks inside is code 1 and one line; only LINEWATCH_DEBUG shows more."""
    from matcher.cli import app

    def broken(arguments: object) -> int:
        raise RuntimeError("07700 900123")

    monkeypatch.setattr(app, "_run", broken)
    code = app.run(["formats"])
    told = capsys.readouterr().err

    assert code == 1
    assert re.fullmatch(r"linewatch: error: internal-error: [^\n]+\n", told)
    assert "900123" not in told
    monkeypatch.setenv("LINEWATCH_DEBUG", "1")
    with pytest.raises(RuntimeError):
        app.run(["formats"])


def test_a_full_disk_behind_standard_output_is_told(phone):
    """An answer that cannot be written is not taken for one."""
    if not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full on this system")
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-I", "-m", "matcher", "extract", str(phone)],
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )

    assert done.returncode == 2
    assert done.stderr.startswith("linewatch: error: cannot-write: ")
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
