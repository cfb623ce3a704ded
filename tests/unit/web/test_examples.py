"""What the description of the API shows as an example is taken."""

import json
from datetime import UTC, datetime
from pathlib import Path

from matcher.domain.legal.faults import faults_of
from matcher.domain.submissions.metadata_reading import read_metadata
from matcher.web.examples import METADATA
from matcher.web.wire_upload import DEFINITIONS

ROOT = Path(__file__).resolve().parents[3]


def test_the_example_is_lawful_and_complete():
    """Whoever copies it is not refused."""
    read, faults = read_metadata(METADATA)

    assert faults == ()
    assert faults_of(read, datetime(2026, 4, 2, tzinfo=UTC)) == ()


def test_the_file_of_the_first_curl_is_the_example_of_the_description():
    """One example, in two places."""
    assert json.loads((ROOT / "examples/metadata.json").read_text("utf-8")) == METADATA
    assert DEFINITIONS["Metadata"]["examples"] == [METADATA]
