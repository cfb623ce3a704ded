"""Several people in one cell of numbers: each number is saved as what stands beside it, and not as the whole of the cell."""

from __future__ import annotations

import pytest

from ingest import Role
from readings import read_bytes


def saved_in(read):
    """Give what each contact is saved as, with its number."""
    return [(mention.label, mention.raw) for mention in read.mentions if mention.role is Role.CONTACT]


@pytest.mark.parametrize(
    ("cell", "saved"),
    [
        ("Jay 07700 900123; Zed 07700 900124", [("Jay", "Jay 07700 900123"), ("Zed", "Zed 07700 900124")]),
        ("Ana 07700 900125, Bo 07700 900126", [("Ana", "Ana 07700 900125"), ("Bo", "Bo 07700 900126")]),
        ("Cy 07700 900127\nDi 07700 900128", [("Cy", "Cy 07700 900127"), ("Di", "Di 07700 900128")]),
        ("Ed 07700 900129 / Fi 07700 900130", [("Ed", "Ed 07700 900129"), ("Fi", "Fi 07700 900130")]),
        ("07700 900127 (Larks) 07700 900128 (Ghost)", [("Larks", "07700 900127 (Larks)"), ("Ghost", "07700 900128 (Ghost)")]),
        ("01632 960606 Kim, 07700 900608 Ty", [("Kim", "01632 960606 Kim"), ("Ty", "07700 900608 Ty")]),
        (
            "mum 07700 900602 and his solicitor 01632 960606",
            [("mum", "mum 07700 900602"), ("his solicitor", "and his solicitor 01632 960606")],
        ),
    ],
)
def test_each_number_of_a_list_of_cells_takes_the_name_beside_it(tmp_path, cell, saved):
    """Where no other column names anybody, the words beside a number are all that is known of whose it is."""
    read = read_bytes(tmp_path, f'Numbers\n"{cell}"\nLea 07700 900990\n')

    assert saved_in(read)[: len(saved)] == saved


@pytest.mark.parametrize(
    ("cell", "labels"),
    [
        ("Jay 07700 900123; Zed 07700 900124", ["Jay", "Zed"]),
        ("07700 900127 (Larks) 07700 900128 (Ghost)", ["Larks", "Ghost"]),
        ("07700 900123; Zed 07700 900124", ["Jay", "Zed"]),
        ("mum 07700 900125, dad 07700 900126", ["Jay: mum", "Jay: dad"]),
        ("Zed 07700 900124; my solicitor 01632 960606", ["Zed", "Jay: my solicitor"]),
        ("Me 07700 900123; Zed 07700 900124", ["Jay: Me", "Zed"]),
        ("home 01632 960123; Vodafone 07700 900124", ["Jay", "Jay: Vodafone"]),
        ("Sky 07700 900123; Lyca 07700 900124", ["Sky", "Jay: Lyca"]),
        ("07700 900123 not working; 07700 900124", ["Jay: not working", "Jay"]),
        ("Mum: 07700 900125\nMobile: 07700 900124", ["Jay: Mum", "Jay"]),
        ("Zed 07700 900123, 07700 900124 Kay", ["Zed", "Kay"]),
        ("Zed 07700 900123 then Kay 07700 900124", ["Zed", "Kay"]),
        ("07700 900123, since 2024 with Zed 07700 900124", ["Jay", "Zed"]),
        ("also Kay 07700 900123; plus Zed 07700 900124", ["Kay", "Zed"]),
        ("my number 07700 900123; his 07700 900124", ["Jay", "Jay"]),
        ("own 07700 900123, her 07700 900124, Zed 07700 900125", ["Jay", "Jay", "Zed"]),
        ('=""Zed 07700 900123; Kay 07700 900124""', ["Zed", "Kay"]),
        ("447700900123@s.whatsapp.net; Zed 07700 900124", ["Jay", "Zed"]),
    ],
)
def test_a_number_that_is_of_somebody_else_is_not_saved_as_whom_the_row_names(tmp_path, cell, labels):
    """A name beside a number is whose it is; what is no name is said of the row's person, and without words it is theirs."""
    read = read_bytes(tmp_path, f'Name,Phone\nJay,"{cell}"\nLea,07700 900990\n')

    assert [label for label, _ in saved_in(read)] == [*labels, "Lea"]


@pytest.mark.parametrize(
    "cell",
    [
        "07700 900123; 07700 900124",
        "home 07700 900123, work 01632 960124",
        "07700 900123 (old) 07700 900124 (new)",
        "07700 900123, rang Zed 01/02/2026",
        "02/02/2026 from Zed: 07700 900123",
    ],
)
def test_numbers_of_one_person_stay_together(tmp_path, cell):
    """What only says which of somebody's telephones a number is sets nobody apart."""
    read = read_bytes(tmp_path, f'Name,Phone\nJay,"{cell}"\nLea,07700 900990\n')

    assert saved_in(read) == [("Jay", cell), ("Lea", "07700 900990")]


def test_whom_the_row_names_stays_beside_a_number_of_another_name(tmp_path):
    """Who is reached at a solicitor's office is kept out with it."""
    read = read_bytes(tmp_path, 'Name,Phone\nMy solicitor,"Kim 07700 900123; office 01632 960606"\n')

    assert [(mention.label, mention.about) for mention in read.mentions] == [("Kim", "My solicitor"), ("My solicitor", None)]


@pytest.mark.parametrize(
    ("line", "saved"),
    [
        ("Ed Pell 07700 900506 mob 01632 960507 home", [("Ed Pell", "Ed Pell 07700 900506 mob 01632 960507 home")]),
        ("Jay (new number) +44 7700 900510", [("Jay", "Jay (new number) +44 7700 900510")]),
        (
            '"Cy Marl (07700 900504), Di Oke (07700 900505)"',
            [("Cy Marl", "Cy Marl (07700 900504)"), ("Di Oke", "Di Oke (07700 900505)")],
        ),
        ("Bo's mate 07700 900512 (from 01/02/2026)", [("Bo's mate", "Bo's mate 07700 900512 (from 01/02/2026)")]),
    ],
)
def test_an_entry_of_a_typed_list_keeps_its_name_however_it_is_written(tmp_path, line, saved):
    """A name beside a number in one cell is what it is saved as, with a second number or a bracket beside it, too."""
    read = read_bytes(tmp_path, f"Al 07700 900501\nBo 07700 900502\n{line}\nKez 07700 900503\nMo 07700 900508\n")

    assert saved_in(read)[2:-2] == saved


def test_names_and_numbers_on_as_many_lines_of_their_cells_go_together(tmp_path):
    """The solicitor on the third line is who the third number is of, and says nothing of the two above."""
    text = 'Name,Number,Notes\n"Jay\nKay\nSolicitor","07700 900101\n07700 900102\n07700 900103",x\nMoe,07700 900104,\n'

    read = read_bytes(tmp_path, text)

    told = [(mention.raw, mention.label, mention.about) for mention in read.mentions if mention.raw != "x"]
    assert told == [
        ("07700 900101", "Jay", None),
        ("07700 900102", "Kay", None),
        ("07700 900103", "Solicitor", None),
        ("07700 900104", "Moe", None),
    ]


def test_a_second_line_may_be_what_the_first_one_is(tmp_path):
    """Two lines beside two numbers may be one person with two telephones, who stays protected on both."""
    read = read_bytes(tmp_path, 'Name,Number\n"Ann Doe\nSocial worker","07700 900101\n07700 900102"\nMoe,07700 900104\n')

    assert [(mention.raw, mention.label, mention.about) for mention in read.mentions][:2] == [
        ("07700 900101", "Ann Doe", "Social worker"),
        ("07700 900102", "Social worker", "Ann Doe"),
    ]


@pytest.mark.parametrize("numbers", ["Mobile: 07700 900101\nHome: 07700 900102\nWork: 07700 900103", "07700 900101\n07700 900102"])
def test_lines_of_a_name_that_do_not_match_those_of_the_numbers_are_of_one_person(tmp_path, numbers):
    """What a number is called, or another count of them, shows that they are one person's."""
    read = read_bytes(tmp_path, f'Name,Number\n"Jay\nMarl\nEstmoor","{numbers}"\nMoe,07700 900104\n')

    assert {mention.label for mention in read.mentions} == {"Jay", "Moe"}


@pytest.mark.parametrize("second", ["Ann Doe (social worker)", "Ann Doe, solicitor", "Ann Doe - YOT worker"])
def test_a_second_line_with_a_name_and_a_role_is_somebody_else(tmp_path, second):
    """A child is not kept out for the social worker below them."""
    read = read_bytes(tmp_path, f'Name,Phone\n"Mia\n{second}","07700 900101\n07700 900102"\nKit,07700 900104\n')

    told = [f"{mention.label} {mention.about}" for mention in read.mentions]
    assert (told[0], told[-1]) == ("Mia None", "Kit None")
    assert "Ann Doe" in told[1]
    assert second.split()[-1].strip("()") in told[1]


@pytest.mark.parametrize("second", ["Social worker (duty)", "CAMHS (social worker)", "Solicitor (Estmoor)", "Social Worker, nurse"])
def test_a_second_line_with_a_role_alone_stays_with_the_first(tmp_path, second):
    """It says what the first one is, whatever stands behind it."""
    read = read_bytes(tmp_path, f'Name,Phone\n"Ann Doe\n{second}","07700 900101\n07700 900102"\nKit,07700 900104\n')

    assert all(second in f"{mention.label} {mention.about}" for mention in read.mentions[:2])


@pytest.mark.parametrize(
    "cell",
    [
        "Zed 07700 900101 since 01/02/2026 Kit 07700 900102",
        "01/02/2026 Zed 07700 900101; 02/02/2026 Kit 07700 900102",
        "Zed 07700 900101 email zed@example.org, Kit 07700 900102 email kit@example.org",
    ],
)
def test_a_day_or_an_address_between_two_people_is_nobodys_name(tmp_path, cell):
    """Each keeps their own."""
    read = read_bytes(tmp_path, f'Name,Phone\nAna,"{cell}"\nPip,07700 900103\n')

    assert [(mention.label, "101" in mention.raw) for mention in read.mentions][:2] == [("Zed", True), ("Kit", False)]


def test_an_address_of_mail_keeps_nobody_of_a_cell_together(tmp_path):
    """It stands beside one of them, and belongs to them alone."""
    read = read_bytes(tmp_path, 'Name,Phone\nAna,"Zed 07700900139, zed@example.org; Jane SW 07700900140"\n')

    assert [mention.label for mention in read.mentions] == ["Zed", "Jane SW"]
    assert ["07700900139" in read.mentions[0].raw, "07700900140" in read.mentions[1].raw] == [True, True]


@pytest.mark.parametrize(
    "cell",
    [
        "Zed 447700900123@s.whatsapp.net; Jane SW 07700900140",
        "Zed +447700900123@c.us\nJane SW 07700900140",
        "Zed 07700900123, zed99@example.org; Jane SW 07700900140",
    ],
)
def test_an_id_of_a_messenger_is_a_number_of_whoever_it_stands_beside(tmp_path, cell):
    """It sets its person apart as any other number does: nobody is kept out for the social worker in their cell."""
    read = read_bytes(tmp_path, f'Name,Phone\nAna,"{cell}"\n')

    assert [mention.label for mention in read.mentions] == ["Zed", "Jane SW"]


@pytest.mark.parametrize("count", [90, 3000])
def test_a_cell_of_very_many_people_is_taken_apart_as_well(tmp_path, count):
    """Nobody is kept out for somebody confidential among them."""
    names = [f"Kit 077009008{at % 90:02}" for at in range(count)]
    read = read_bytes(tmp_path, f'Name,Phone\nAna,"Jane SW 07700900140; {"; ".join(names)}"\n')

    assert [mention.label for mention in read.mentions] == ["Jane SW", *["Kit"] * count]


def test_the_street_of_a_number_is_nobodys_name(tmp_path):
    """Both are those of the row's person."""
    read = read_bytes(tmp_path, 'Name,Phone\nAna,"14 Mill Road 07700900125; 3 High Street 07700900126"\n')

    assert [mention.label for mention in read.mentions] == ["Ana", "Ana"]


def test_a_cell_with_the_whole_entry_of_a_person_names_them(tmp_path):
    """Cards that somebody put side by side into cells: what stands below a number says who has it."""
    text = '"Jay\n07700 900101\nFriend","Ann Doe\n07700 900102\nSocial worker"\n"Lee\n07700 900103",\n'

    read = read_bytes(tmp_path, text)

    assert [(mention.raw, mention.label, mention.about) for mention in read.mentions] == [
        ("07700 900101", "Jay", "Friend"),
        ("07700 900102", "Ann Doe", "Social worker"),
        ("07700 900103", "Lee", None),
    ]
