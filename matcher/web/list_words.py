"""What the records of the line list, their fields and their ends are called on pages."""

from __future__ import annotations

from matcher.domain.register import RecordKind, Removal

RECORDS = {RecordKind.LINE: "line", RecordKind.NUMBER: "number", RecordKind.ASSOCIATE: "person"}

REMOVALS = {
    Removal.WRONG: "it was wrong",
    Removal.DUPLICATE: "another record says the same",
    Removal.ABSENT: "a whole list did not hold it any more",
    Removal.UNDONE: "the link was undone",
    Removal.MERGED: "it went on in another record",
}

_FIELDS = {
    "associate_name": "name",
    "associate_role": "role",
    "associate_confidence": "how sure the link is",
    "associate_justification": "what the link rests on",
    "reported_by_sources": "independent sources",
    "ocg_urn": "group reference",
    "ddtro_ref": "order reference",
}


def field_words(column: str) -> str:
    """Give what a column of list files is called."""
    return _FIELDS.get(column, column.replace("_", " "))
