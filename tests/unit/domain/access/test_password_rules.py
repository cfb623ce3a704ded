"""Which passwords are good enough."""

import pytest

from matcher.domain.access.password_rules import faults_of, is_near_to

CONTEXT = ("j.porter", "Estmoor Partnership", "Hillside")


@pytest.mark.parametrize(
    "password",
    [
        "tolmen brawl fickle nub",
        "vX7-kk2p-QQ9z-mmtA",
        "gr33n-t33sidecabbage",
        "ein Käse im Zug nach Ulm",
        "猫が窓から外を見ているよねえ本当に",
        "xm3t-nqz5-52zx-7bfh-7w5d",
        "   spaces are taken as they are   ",
    ],
)
def test_a_long_password_of_ones_own_will_do(password):
    """Words, blanks, any script, pasted chance: no kind of character is asked for."""
    assert faults_of(password, min_length=15, context=CONTEXT) == ()


@pytest.mark.parametrize(
    "password",
    [
        "passwordpassword",
        "Password123456789!",
        "P@ssw0rd-P@ssw0rd-1",
        "Welcome2026Welcome2026",
        "letmeinletmeinplease",
        "qwertyuiopasdfghjkl",
        "lkjhgfdsapoiuytrewq",
        "1q2w3e4r5t6y7u8i9o",
        "123456789012345",
        "aaaaaaaaaaaaaaaaaaaa",
        "abcabcabcabcabcabc",
        "correct horse battery staple",
        "Linewatch2026!!!",
        "j.porter-j.porter-2026",
        "Estmoor-Hillside-2026",
        "Summer2026Autumn2026",
        "\uff30\uff41\uff53\uff53\uff57\uff4f\uff52\uff44123456789",
    ],
)
def test_what_a_guesser_tries_first_will_not_do(password):
    """Words everybody takes, runs of keys, the same again, one's own name, product and year reach a length and are no secret."""
    assert len(faults_of(password, min_length=15, context=CONTEXT)) == 1


@pytest.mark.parametrize(("length", "faults"), [(14, 1), (15, 0), (256, 0), (257, 1)])
def test_length_is_counted_in_characters(length, faults):
    """From the shortest that is set to 256."""
    letters = "".join(chr(0x3B1 + each * 7 % 24) + chr(0x430 + each * 11 % 31) for each in range(200))

    assert len(faults_of(letters[:length], min_length=15)) == faults


def test_a_fault_never_repeats_the_password():
    """What is told holds nothing of what was chosen."""
    told = " ".join(
        sentence for password in ("short1", "passwordpassword", "aaaaaaaaaaaaaaaa") for sentence in faults_of(password, min_length=15)
    )

    assert "short1" not in told
    assert "passwordpassword" not in told


GIVEN = "kkpg-r499-2u23-5avs-2jrk"
OWN = "gull quarry ninefold tepid"


@pytest.mark.parametrize(
    ("new", "is_near"),
    [
        (OWN, True),
        (OWN.upper(), True),
        (OWN.replace(" ", "-"), True),
        (f"{OWN}1", True),
        (f"2026 {OWN}!", True),
        (OWN.removesuffix(" tepid"), True),
        (OWN.replace("quarry", "quarrel"), True),
        (OWN.replace("e", "3"), True),
        ("tolmen brawl fickle nub", False),
        ("gull heron sextant wharf", False),
        ("quarry", False),
        (f"{OWN} with many words of which nobody but myself has heard", False),
        ("\u732b\u304c\u7a93\u304b\u3089\u5916\u3092\u898b\u3066\u3044\u308b\u3088\u306d\u3048", False),
        ("", False),
    ],
    ids=ascii,
)
def test_a_password_that_is_mostly_another_one_is_near_it(new, is_near):
    """Other capitals and blanks, some signs more, less or changed make no new password; more than as much again does."""
    assert is_near_to(new, OWN) is is_near
    assert is_near_to(OWN, new) is is_near


@pytest.mark.parametrize(
    "new",
    [
        GIVEN[:-5],
        f"{GIVEN[:-1]}m",
        f"{GIVEN[:-4]}mine",
        f"a{GIVEN[1:]}",
        *(GIVEN.replace("2u23", one_off) for one_off in ("2u3", "2uu23", "2z23")),
        f"{GIVEN[:3]}z{GIVEN[4:-1]}z",
    ],
)
def test_what_hardly_differs_from_a_given_password_is_near_it(new):
    """Without its last group, with another one, and with a sign or two changed, left out or put in."""
    assert is_near_to(new, GIVEN)


def test_passwords_of_signs_alone_are_near_to_each_other_where_they_are_the_same():
    """Where nothing is left to compare but signs, only the same is the same."""
    assert is_near_to("!?!?-;;-(())-++", "!?!?-;;-(())-++")
    assert not is_near_to("!?!?-;;-(())-++", "++-(())-;;-!?!?")
    assert not is_near_to("!?!?-;;-(())-++", "ab !?!?-;;-(())-++")
