"""The phones of the model: planted contacts that each stand for one answer, and seeded ones that stand for nothing."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from scripts.samples.model import AT, Call, Chat, Member, Person, Phone, Said, Text
from scripts.samples.numbers import FOREIGN, NETWORK, Spelling, draw_spelling, fixed, mobile, protected, several, spell, unusable

#: Invented, and neither near the name of a line nor a word of family, taxis or confidential help.
_GIVEN = (
    "Abi", "Ade", "Alix", "Bo", "Cam", "Cleo", "Dani", "Devi", "Emre", "Esi", "Finn", "Gwen", "Hari", "Ivo", "Juno", "Kai", "Lior",
    "Mei", "Nico", "Oki", "Pip", "Quin", "Rafi", "Sade", "Tam", "Uma", "Vik", "Wes", "Xan", "Yas", "Zoë", "Renée",
)  # fmt: skip
_FAMILY = ("Ambrel", "Brook", "Coyle", "Dunmore", "Eskdale", "Farrow", "Garside", "Holt", "Ings", "Jesmond", "Kell", "Lamb", "", "", "", "")

#: Bodies of ordinary messages; no digit runs.
_BODIES = ("u about?", "running late", "ok", "see you at 4", "did you get it", "call me", "yes", "where are you", "happy birthday!!", "lol")

#: Seeded contacts have mobiles 900200 to 900299 and 900400 to 900449 and numbers that are no mobiles.
_MOBILES = (*range(200, 300), *range(400, 450))

WITHHELD = unusable("Withheld", "withheld")


def _ago(days: int, hour: int = 17, minute: int = 5) -> datetime:
    return (AT - timedelta(days=days)).replace(hour=hour, minute=minute)


JAY, KIT, DEE = Member(mobile(123), "Jay"), Member(mobile(456), "Kit"), Member(mobile(161), "Dee")
ASH, SKY = Member(mobile(360), "Ash"), Member(mobile(361), "Sky")


#: The cases an ordinary phone holds.
_LIKELY = frozenset({"Jay", "Ash two", "Wren", "New Larkspur"})


def _cases() -> tuple[Person, ...]:
    """Give the contacts that must be found: each stands for one answer of the list."""
    return (
        Person("Jay", (spell(mobile(123), "trunk zero"),), contacted=_ago(2)),
        Person("Kit", (spell(mobile(456), "plain"),), contacted=_ago(5)),
        Person("Dee", (spell(mobile(161), "double zero"),)),
        # Two numbers in one field; the second is listed.
        Person("Bex Holt", (several(mobile(331), mobile(164), between=" or "),), contacted=_ago(2)),
        Person("Ash two", (spell(mobile(177), "spaced"),)),
        Person("T", (spell(mobile(180), "no plus"),)),
        # Saved like a taxi firm: a caution, never a reason to leave it out.
        Person("A1 Cabs", (spell(mobile(183), "dashed"),), contacted=_ago(25)),
        Person("Robin", (spell(mobile(185), "lost zero"),), contacted=_ago(15)),
        Person("Uncle B", (spell(mobile(186), "international"),), contacted=_ago(20)),
        Person("Bell", (spell(mobile(190), "plain"),), contacted=_ago(20)),
        Person("Jun", (spell(mobile(198), "letter O"),), contacted=_ago(12)),
        Person("Sam", (unusable("07700 90078", "partial"),)),
        Person("Wren", (spell(mobile(311), "label"),), created=_ago(90)),
        Person("New Larkspur", (spell(mobile(355), "plain"),), created=_ago(3), lead=("brand_label", "L-0043")),
        Person("Northligt", (spell(mobile(356), "international spaced"),), lead=("near_brand_label", "L-0061")),
    )


def _others() -> Iterator[Person]:
    """Give the contacts that must be left alone, or never be seen."""
    yield Person("Ash", (spell(mobile(360), "plain"),), is_whatsapp=True)
    yield Person("Sky", (spell(mobile(361), "spaced"),), note=Spelling("new one 07700 900362 from may", (mobile(362),)))
    yield from _noise()
    yield from _protected()


def _noise() -> Iterator[Person]:
    yield Person("Mum", (spell(mobile(301), "plain"), spell("+441632960301", "spaced")), created=_ago(700), contacted=_ago(1))
    yield Person("Nan", (spell("+441632960302", "plain"),))
    yield Person("Abbey Taxis", (spell("+441134960303", "spaced"),))
    yield Person("Voicemail", (unusable("121", "service"),))
    yield Person("Police non urgent", (unusable("101", "service"),))
    yield Person("Offers", (unusable("60777", "short_code"),))
    yield Person("Tia 🍃", (FOREIGN[0],))
    yield Person("Cousin", (FOREIGN[1],), created=_ago(400), contacted=_ago(40))
    yield Person("Léa", (FOREIGN[2],))
    yield Person("Old sim", (unusable("4.4770E+11", "unparsable"),))
    yield Person("No idea", (unusable("+44 7700 900 1xx", "partial"),))
    yield Person("Float", (spell(mobile(340), "float"),))
    yield Person("Football", (several(mobile(341), mobile(342)),))
    yield Person("Twins", (spell(mobile(344), "plain"), spell(mobile(345), "international")))
    yield Person("Gone", (spell(mobile(343), "plain"),), is_deleted=True, created=_ago(200))
    yield Person("Only mail", email="only.mail@example.org")


def _protected() -> Iterator[Person]:
    """Contacts that must leave no trace, whatever they are saved as (domain 11.5)."""
    yield Person("Childline", (protected(Spelling("0800 1111", ())),))
    yield Person("Zed", (protected(Spelling("116 123", ())),))
    yield Person("My Solicitor", (protected(spell("+441632960222", "spaced")),))


#: Texts that may stand nowhere in an answer: every spelling of a protected number, and the names that give it away.
NEVER = (
    "0800 1111", "08001111", "8001111", "116 123", "116123", "85258", "01632 960222", "01632960222", "1632960222",
    "Childline", "Solicitor", "Shout",
)  # fmt: skip


@dataclass(slots=True)
class _Draw:
    """Draws what stands for nothing."""

    draw: random.Random

    def people(self, count: int) -> Iterator[Person]:
        """Draw ordinary contacts by the mix of domain 13.2: spellings, and which times are known."""
        draw = self.draw
        mobiles = iter(draw.sample(_MOBILES, len(_MOBILES)))
        names: set[str] = set()
        while len(names) < count:
            name = f"{draw.choice(_GIVEN)} {draw.choice(_FAMILY)}".strip()
            if name in names:
                continue
            names.add(name)
            numbers = [draw_spelling(mobile(next(mobiles)) if draw.random() < 0.85 else fixed(draw), draw)]
            if draw.random() < 0.12:
                numbers.append(draw_spelling(fixed(draw), draw))
            known = draw.random()
            created = _ago(draw.randrange(60, 600), draw.randrange(8, 20), draw.randrange(60)) if known > 0.85 else None
            contacted = _ago(draw.randrange(1, 60), draw.randrange(8, 20), draw.randrange(60)) if known > 0.6 else None
            email = f"{name.partition(' ')[0].encode('ascii', 'ignore').decode().lower()}@example.org" if draw.random() < 0.2 else None
            yield Person(name, tuple(numbers), email, None, created, contacted, is_deleted=draw.random() < 0.05)

    def calls(self, people: tuple[Person, ...], count: int) -> Iterator[Call]:
        """Draw calls with ordinary contacts."""
        for _ in range(count):
            person, key = self._somebody(people)
            yield Call(
                self.network(key), person, self.draw.random() < 0.5, self.moment(), self.draw.choice((0, 0, 14, 77, 240, 1200)),
                is_deleted=self.draw.random() < 0.05,
            )  # fmt: skip

    def texts(self, people: tuple[Person, ...], count: int) -> Iterator[Text]:
        """Draw messages with ordinary contacts."""
        for _ in range(count):
            person, key = self._somebody(people)
            yield Text(self.network(key), person, self.draw.random() < 0.6, self.moment(), self.draw.choice(_BODIES))

    def network(self, key: str) -> Spelling:
        """Write a number as a network does."""
        return spell(key, self.draw.choice(NETWORK)) if key.startswith("+44") else Spelling(key, (key,))

    def moment(self) -> datetime:
        """Draw a moment of the last two months, by day."""
        return _ago(self.draw.randrange(1, 60), self.draw.randrange(8, 21), self.draw.randrange(60))

    def _somebody(self, people: tuple[Person, ...]) -> tuple[str, str]:
        person = self.draw.choice(people)
        return person.name, self.draw.choice(person.numbers[0].keys)


def every_case(draw: random.Random) -> Phone:
    """Make a phone that holds every case at once, as no real phone does."""
    return _make("EVERY-CASE", _cases(), mobile(195), draw)


def ordinary(draw: random.Random) -> Phone:
    """Make the phone of a young person as there are many: one current line, one old number, a name that reads like the line's."""
    return _make("S-17", tuple(person for person in _cases() if person.name in _LIKELY), mobile(1), draw)


def _make(reference: str, cases: tuple[Person, ...], account: str, draw: random.Random) -> Phone:
    """Put the cases among seeded contacts, calls and messages, in seeded order."""
    seeded = _Draw(draw)
    drawn = tuple(seeded.people(40))
    people = [*cases, *_others(), *drawn]
    names = {person.name for person in people} | {""}
    draw.shuffle(people)
    calls = [call for call in _planted_calls(seeded.network) if call.name in names]
    texts = [text for text in _planted_texts(seeded.network) if text.name in names]
    return Phone(
        reference,
        mobile(1),
        account,
        "490154203237518",
        tuple(people),
        tuple(sorted((*calls, *seeded.calls(drawn, 24)), key=lambda call: call.at)),
        tuple(sorted((*texts, *seeded.texts(drawn, 16)), key=lambda text: text.at)),
        _chats(),
    )


def _planted_calls(network: Callable[[str], Spelling]) -> Iterator[Call]:
    yield Call(network(JAY.key), "Jay", True, _ago(12, 21, 14), 77)
    yield Call(network(JAY.key), "Jay", False, _ago(3, 9, 40), 12)
    yield Call(network(KIT.key), "Kit", False, _ago(30, 18, 2), 31)
    yield Call(network(KIT.key), "Kit", False, _ago(5, 20, 30), 0)
    yield Call(spell(mobile(164), "plain"), "Bex Holt", False, _ago(2, 17, 20), 5)
    yield Call(WITHHELD, "", True, _ago(4, 13, 1), 0)
    yield Call(protected(Spelling("08001111", ())), "Childline", False, _ago(6, 19, 45), 900)
    # Called, and never saved.
    yield Call(network(mobile(370)), "", True, _ago(7, 10, 10), 44, is_deleted=True)


def _planted_texts(network: Callable[[str], Spelling]) -> Iterator[Text]:
    body = "new number 07700 900357 bell me"
    yield Text(network(DEE.key), "Dee", True, _ago(35, 16, 0), body, (mobile(357),))
    yield Text(network(DEE.key), "Dee", True, _ago(30, 16, 30), "u there")
    yield Text(unusable("60777", "short_code"), "", True, _ago(9, 9, 0), "half price this week only")
    yield Text(protected(Spelling("85258", ())), "", True, _ago(6, 20, 15), "you can talk to us any time")


def _chats() -> tuple[Chat, ...]:
    with_jay = (
        Said(JAY, _ago(8, 20, 0), "come town"),
        Said(None, _ago(8, 20, 4), "cant"),
        Said(JAY, _ago(2, 19, 30), "last chance"),
    )
    match_day = (
        Said(ASH, _ago(10, 11, 0), "sunday?"),
        Said(None, _ago(10, 11, 5), "in"),
        Said(SKY, _ago(10, 11, 6), "same"),
    )
    quiet = Member(mobile(371), "Lou")
    return (
        Chat(f"{JAY.key[1:]}@s.whatsapp.net", "Jay", (JAY,), with_jay),
        Chat("120363023356659014@g.us", "Sunday side", (ASH, SKY, quiet), match_day),
    )
