"""Laws of the links that open a chat or a call, for files and numbers alike."""

from __future__ import annotations

from urllib.parse import quote

from hypothesis import given
from hypothesis import strategies as st

from ingest.decode.values.links import is_link, links_in
from matcher.domain.numbers import Number, find_in_text
from matcher.domain.numbers.reference import read
from notation.links import SCHEMES, find_links, link_at_start, may_hold_links

KEY = "+447700900123"

sites = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", "https://", "http://", "https://www."]),
    st.sampled_from(["wa.me", "t.me", "telegram.me", "signal.me", "viber.click", "whatsapp.com", "example.org"]),
    st.sampled_from(
        ["/", "/#p/", "?phone=", "/?phone=", "/send?phone=", "/send/?text=hi&phone=", "/c/", "/p/123456/", "/send?text=hi&amp;phone="]
    ),
)
#: Addresses of other sites that lead on to one.
wrapped = st.builds(
    "{}{}".format,
    st.sampled_from(["https://l.example.org/?u=", "https://example.org/url?sa=t&url=", "example.org/l?q="]),
    st.builds("{}{}".format, sites, st.sampled_from(["447700900123", "+447700900123"])).map(lambda link: quote(link, safe="")),
)
schemes = st.builds(
    "{}:{}{}".format,
    st.sampled_from([*SCHEMES.split("|"), "x"]),
    st.sampled_from(["", "//"]),
    st.sampled_from(["", "send?phone=", "?number=", "signal.me/#p/", "https://signal.me/#p/"]),
)
beginnings = sites | schemes
#: Spellings that say where the number begins.
written = st.sampled_from(
    ["447700900123", "+447700900123", "%2B447700900123", "07700900123", "00447700900123", "+44-7700-900123", "%2B44%207700%20900123"]
)
anything = st.text(alphabet="wa.me/t:+=?#&%2B0477901 \n\u00e9", max_size=12)


@given(st.lists(st.builds("{}{}{}".format, anything, beginnings | wrapped | st.just(""), written | anything), max_size=4))
def test_no_link_is_in_texts_of_which_none_is_said_to_hold_one(texts):
    """Put together they are only looked at where they may hold one."""
    joined = "\n".join(("", *texts, ""))

    assert may_hold_links(joined) or not any(map(find_links, texts))
    for text in texts:
        found = link_at_start(text)
        assert found is None or found in find_links(text)


@given(beginnings, written)
def test_a_link_that_is_found_in_a_file_is_read_as_its_number(beginning, number):
    """In a field, where the link is all there is."""
    link = f"{beginning}{number}"

    if is_link(link):
        assert [each.e164 for each in read(link) if isinstance(each, Number)] == [KEY]


@given(wrapped)
def test_a_link_that_another_address_leads_to_is_read_as_its_number(link):
    """Escaped as a parameter, in a field and in a text."""
    assert not is_link(link) or [each.e164 for each in read(link) if isinstance(each, Number)] == [KEY]
    assert not links_in(link) or [each.e164 for each in find_in_text(f"see {link} ok") if isinstance(each, Number)] == [KEY]


@given(beginnings, st.sampled_from(["447700900123", "%2B447700900123", "+447700900123"]))
def test_a_link_with_the_code_of_the_country_is_read_in_a_text(beginning, number):
    """Escaped or not, with its plus sign or without."""
    text = f"see {beginning}{number} ok"

    if links_in(text):
        assert [each.e164 for each in find_in_text(text) if isinstance(each, Number)] == [KEY]
