"""Telephones of cards beside which the number of an account stands: `waid` of WhatsApp (formats 11.1)."""

from __future__ import annotations

import pytest

from readings import read_bytes


def _raws(tmp_path, property_):
    read = read_bytes(tmp_path, f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Jay\r\n{property_}\r\nEND:VCARD\r\n", name="phone.vcf")
    return [(mention.raw, mention.app) for mention in read.mentions]


@pytest.mark.parametrize(
    ("property_", "raw"),
    [
        pytest.param("TEL;waid=447700900203:900203", "447700900203", id="only a part"),
        pytest.param("TEL;waid=441134960123:496 0123", "441134960123", id="without its area"),
        pytest.param("TEL;type=CELL;waid=447700900204:WhatsApp", "447700900204", id="a word"),
        pytest.param("TEL;waid=447700900205:07700 900205", "07700 900205", id="written whole"),
        pytest.param("TEL;waid=447700900205:+44 7700 900205", "+44 7700 900205", id="with its country"),
        pytest.param("TEL;waid=447700900205:00447700900205", "00447700900205", id="as it is dialled abroad"),
    ],
)
def test_the_account_is_read_where_the_telephone_says_less(tmp_path, property_, raw):
    """A number without its beginning is the whole one that stands beside it."""
    assert _raws(tmp_path, property_) == [(raw, None)]


def test_an_account_of_another_number_is_read_as_well(tmp_path):
    """Somebody may write from an older number than the one they are called at."""
    assert _raws(tmp_path, "TEL;waid=447700900205:07700 900206") == [("07700 900206", None), ("447700900205", "WhatsApp")]
