"""One number in all rows of a list, in front of its names or below a word for things: the phone's own, or one that several people share."""

from __future__ import annotations

import pytest

from readings import read_bytes

SHARED = "07700 900123"
NAMES = ("Jay", "Kay", "Lee")
LANDLINES = tuple(f"01632 96030{at}" for at in range(3))
MOBILES = tuple(f"07700 90020{at}" for at in range(3))


def _read(folder, header, *columns):
    return read_bytes(folder, "\n".join((header, *map(",".join, zip(*columns, strict=True)))) + "\n")


#: What address books call the other telephones of somebody.
FURTHER = (
    *("Home", "Home phone", "Landline", "Work", "Work phone", "Office", "Second phone", "Other", "Alt number", "Mobile 2"),
    *("WhatsApp", "Fax", "Personal", "2nd number", "Fixe", "Festnetz", "Domicile", "Arbeit"),
)


@pytest.mark.parametrize("others", [LANDLINES, MOBILES], ids=["landlines", "mobiles"])
@pytest.mark.parametrize("header", FURTHER)
def test_telephones_of_one_person_make_no_column_of_them_the_phones_own(tmp_path, header, others):
    """A family has one mobile in common, which may be that of a line; in doubt it is a contact of each, and a remark tells of it."""
    for first in ("Mobile", "Phone", "Mobile number"):
        read = _read(tmp_path, f"{first},Name,{header}", [SHARED] * 3, NAMES, others)

        assert (read.own, "owner-unsure" in read.remarks) == (set(), True)
        assert read.others == {SHARED, *others}
        assert {(mention.raw, mention.label) for mention in read.mentions} >= {(SHARED, name) for name in NAMES}


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        ("Ref,Mobile,Name,Home", (("A/1", "A/2", "A/3"), [SHARED] * 3, NAMES, LANDLINES)),
        ("Mobile,First name,Last name,Home phone", ([SHARED] * 3, NAMES, ("Ash", "Bex", "Cay"), LANDLINES)),
        ("Mobile,Name,Number,Home", ([SHARED] * 3, NAMES, MOBILES, LANDLINES)),
        ("Mobile,Name,Other number", ([SHARED] * 3, NAMES, MOBILES)),
        ("Phone,Name,Mobile", ([SHARED] * 3, NAMES, MOBILES)),
        ("Subject number,Name,Home", ([SHARED] * 3, NAMES, LANDLINES)),
        ("Name,Handset,Home", (NAMES, [SHARED] * 3, LANDLINES)),
        ("Handset,Name,Work", ([SHARED] * 3, NAMES, MOBILES)),
    ],
)
def test_it_is_left_open_whose_a_number_is_that_people_may_have_in_common(tmp_path, header, columns):
    """Wherever it stands, and whatever else is told of them."""
    read = _read(tmp_path, header, *columns)

    assert (read.own, "owner-unsure" in read.remarks, SHARED in read.others) == (set(), True, True)


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        ("Subject number,Name,Mobile,Home", ([SHARED] * 3, NAMES, MOBILES, LANDLINES)),
        ("Device number,Name,Home,Work", ([SHARED] * 3, NAMES, MOBILES, LANDLINES)),
        ("Handset,Name,Mobile", ([SHARED] * 3, NAMES, MOBILES)),
        ("Mobile,Name,Telephone", ([SHARED] * 3, NAMES, MOBILES)),
        ("Phone,Contact,Contact number", ([SHARED] * 3, NAMES, MOBILES)),
    ],
)
def test_what_says_that_it_was_examined_or_says_nothing_of_people_is_the_phones_own(tmp_path, header, columns):
    """Those listed have several numbers, and it is none of theirs."""
    read = _read(tmp_path, header, *columns)

    assert (read.own, read.remarks) == ({SHARED}, {"owner-inferred"})


@pytest.mark.parametrize("header", ["Handset", "Device"])
def test_the_handsets_of_people_are_theirs(tmp_path, header):
    """One each, or one for two of them."""
    told = [_read(tmp_path, f"Name,{header},Home", NAMES[:2], handsets, LANDLINES[:2]) for handsets in (MOBILES[:2], [SHARED] * 2)]

    assert [(read.own, read.others) for read in told] == [
        (set(), {*MOBILES[:2], *LANDLINES[:2]}),
        (set(), {SHARED, *LANDLINES[:2]}),
    ]
