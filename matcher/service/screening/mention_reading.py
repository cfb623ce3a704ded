"""How the text of a mention is read, by what its reader says of the field it stood in, and which numbers the words of a text keep out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

from ingest import Item, Mention, Record, Role, Rows, Written
from matcher.domain.guarding.protection import NumberLists
from matcher.domain.matching.label_signs import Signs
from matcher.domain.numbers import Reading, key_of, once, places_in_text, read_cut, read_foreign, read_messenger_id
from notation.links import app_of_link

#: Longer notes say more than who somebody is.
_LONGEST_NOTE = 60
#: With fewer digits a text of words holds no number.
_FEWEST_DIGITS = 7
#: Digits, and the letters that are typed for some beside them: `O77OO 9OO123`.
_TYPED_DIGITS = re.compile(r"[OoIil|]*\d[\dOoIil|]*")
#: Notes remembered; a phone with more different ones is asked again for the rest.
_REMEMBERED = 10_000
#: Whose numbers a note beside them speaks of.
_PEOPLE = frozenset({Role.CONTACT, Role.SHARED_CONTACT, Role.CALL, Role.MESSAGE})


class Read(NamedTuple):
    """What a mention gave."""

    readings: tuple[Reading, ...]
    #: What tells the numbers of a text beside which words say that somebody confidential has them.
    named: frozenset[str] = frozenset()

    def is_named(self, reading: Reading) -> bool:
        """Whether words beside a number keep it out."""
        return bool(self.named) and key_of(reading) in self.named

    def is_beyond_words(self, opened: list[Reading]) -> bool:
        """Whether, given what of it may be told, anything was kept out that no words in it kept out."""
        return any(each not in opened and not self.is_named(each) for each in self.readings)


class Told(NamedTuple):
    """What is known of a mention by its words, and what of it may be told."""

    mention: Mention
    sign: Signs
    opened: Sequence[Reading]
    #: Whether the words of a text say of one of its numbers that somebody confidential has it.
    names_whose: bool = False
    #: Whether anything of it may not, and whether that was more than words of a text beside a number kept out.
    is_hiding: bool = False
    is_talk: bool = False


@dataclass(slots=True)
class KeptOut:
    """What of a record was kept out so far, and what that leaves of the words in it."""

    anything: bool = False
    #: More than words of a text beside a number.
    is_talk: bool = False
    #: A person was, by what they are.
    is_person: bool = False
    #: What those who were are called.
    labels: set[str | None] = field(default_factory=set)

    def lets_all(self, told: Told, *, has_contact: bool) -> bool:
        """Whether a mention may be told as it is, beside what was kept out before it.

        Of a conversation with a helpline nothing is told of what is said in it. Notes are told on a person whose own number is not the
        confidential one; on any other where a contact stands in the record as well, and the note says whose is whose or only a helpline
        was kept out.
        """
        mention = told.mention
        if not (self.is_talk and mention.written is Written.PROSE):
            return True
        if mention.role is not Role.NOTE:
            return False
        is_of_another = mention.label is not None and mention.label not in self.labels
        return is_of_another or (has_contact and (told.names_whose or not self.is_person))

    def note(self, told: Told) -> None:
        """Add what a mention kept out."""
        self.anything, self.is_talk = self.anything or told.is_hiding, self.is_talk or told.is_talk
        self.is_person = self.is_person or (told.is_hiding and told.sign.is_protected)
        if told.is_talk:
            self.labels.add(told.mention.label)


class NoteReader:
    """Asks whether the whole of a note says that somebody is confidential, once for all that are alike: `my social worker`."""

    def __init__(self, lists: NumberLists) -> None:
        """Nothing is known yet."""
        self._lists = lists
        self._known: dict[str, bool] = {}
        #: The same of what records say of a person.
        self._abouts: dict[str, bool] = {}

    def telling_rows(self, rows: Rows) -> set[int]:
        """Give the places of those of many rows whose words are more than idle notes: that hold a number, or say whom to keep out."""
        telling: set[int] = set()
        for column in (*rows.notes, *rows.words):
            telling.update(_places_of({note for note in set(column) if note and not self._is_idle_text(note)}, column))
        if rows.abouts:
            telling.update(_places_of({about for about in set(rows.abouts) if about and self._is_protected_about(about)}, rows.abouts))
        return telling

    def with_notes(self, mentions: Sequence[Mention], signs: Iterator[Signs]) -> Iterator[Signs]:
        """Add to what the labels of a record say what its notes say of its person."""
        notes = [each.raw for each in mentions if each.written is Written.PROSE and each.role is Role.NOTE]
        is_kept = bool(notes) and any(map(_is_of_person, mentions)) and any(map(self._is_protected, notes))
        for mention, sign in zip(mentions, islice(signs, len(mentions)), strict=True):
            yield sign._replace(is_protected=True, is_noted=mention.role in _PEOPLE) if is_kept and mention.role is not Role.OWNER else sign

    def without_idle(self, batch: list[Item]) -> list[Item]:
        """Leave out the notes that stand behind a number, hold none and say nothing: most of those that are short."""
        return [
            self._without_idle(item) if isinstance(item, Record) and len(item.mentions) > 1 and self._is_idle(item.mentions[-1]) else item
            for item in batch
        ]

    def _without_idle(self, record: Record) -> Record:
        mentions = record.mentions[:-1]
        while len(mentions) > 1 and self._is_idle(mentions[-1]):
            mentions = mentions[:-1]
        return record._replace(mentions=mentions)

    def _is_idle(self, mention: Mention) -> bool:
        return mention.written is Written.PROSE and mention.role is Role.NOTE and self._is_idle_text(mention.raw)

    def _is_idle_text(self, note: str) -> bool:
        return len(note) <= _LONGEST_NOTE and sum(map(len, _TYPED_DIGITS.findall(note))) < _FEWEST_DIGITS and not self._is_protected(note)

    def _is_protected(self, note: str) -> bool:
        if len(note) > _LONGEST_NOTE:
            return False
        found = self._known.get(note)
        if found is None:
            found = self._lists.is_protected_note(note)
            if len(self._known) < _REMEMBERED:
                self._known[note] = found
        return found

    def _is_protected_about(self, about: str) -> bool:
        found = self._abouts.get(about)
        if found is None:
            found = self._lists.is_protected_about(about)
            if len(self._abouts) < _REMEMBERED:
                self._abouts[about] = found
        return found


def _places_of(wanted: set[str], texts: Sequence[str]) -> list[int]:
    return [at for at, text in enumerate(texts) if text in wanted] if wanted else []


def _is_of_person(mention: Mention) -> bool:
    """Whether a record with this in it is one of a person: a number may stand in its address alone, beside a name or below a header."""
    return mention.role in _PEOPLE or (mention.role is Role.NOTE and bool(mention.label or mention.about))


def is_prose(told: Told) -> bool:
    """Whether it is a text of words."""
    return told.mention.written is Written.PROSE


def with_app(mention: Mention, reading: Reading) -> Mention:
    """Add the messenger to a mention whose number is that of a link which opens its chat; what the record came from stays."""
    if mention.app is not None or (app := app_of_link(reading.raw)) is None:
        return mention
    return mention._replace(app=app)


def read_mention(
    mention: Mention, fields: Iterator[tuple[Reading, ...]], lists: NumberLists, region: str, *, test_numbers: bool = False
) -> Read:
    """Read a mention; fields meant for a number were read together, and the next of them is its own."""
    match mention.written:
        case Written.NUMBER:
            return Read(next(fields))
        case Written.MESSENGER_ID:
            return Read(read_messenger_id(mention.raw))
        case Written.CUT:
            return Read(read_cut(mention.raw, region, test_numbers=test_numbers))
        case Written.FOREIGN:
            return Read(read_foreign(mention.raw, region, test_numbers=test_numbers))
        case Written.PROSE:
            places = places_in_text(mention.raw, region, test_numbers=test_numbers)
            return Read(once(places), lists.named_beside(mention.raw, places))
