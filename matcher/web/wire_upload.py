"""How the bodies with files are described: their parts in their order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter

from matcher.domain.submissions.submission import Metadata
from matcher.web.examples import METADATA

_FILE: Mapping[str, Any] = {"type": "string", "contentMediaType": "application/octet-stream"}


def _closed(schema: Any) -> Any:  # noqa: ANN401 - any JSON
    """Say of every object that it holds nothing else: unknown keys are refused."""
    if isinstance(schema, dict):
        closed = {key: _closed(each) for key, each in schema.items()}
        return {**closed, "additionalProperties": False} if schema.get("type") == "object" and "properties" in schema else closed
    return [_closed(each) for each in schema] if isinstance(schema, list) else schema


def _metadata() -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    schema = _closed(TypeAdapter(Metadata).json_schema(ref_template="#/components/schemas/{model}"))
    definitions = schema.pop("$defs", {})
    return schema, definitions


_SCHEMA, _DEFINITIONS = _metadata()

#: What the schemas above refer to, by name.
DEFINITIONS: Mapping[str, Any] = {**_DEFINITIONS, "Metadata": {**_SCHEMA, "examples": [METADATA]}}

SUBMISSION_FORM: tuple[str, Mapping[str, Any]] = (
    "multipart/form-data",
    {
        "schema": {
            "type": "object",
            "properties": {"metadata": {"$ref": "#/components/schemas/Metadata"}, "file": _FILE},
            "required": ["metadata", "file"],
            "additionalProperties": False,
        },
        "encoding": {"metadata": {"contentType": "application/json"}, "file": {"contentType": "application/octet-stream"}},
    },
)

LIST_FORM: tuple[str, Mapping[str, Any]] = (
    "multipart/form-data",
    {
        "schema": {
            "type": "object",
            "properties": {
                "reason": {"type": "string", "maxLength": 4000, "description": "Why the list is to change."},
                "list_name": {
                    "type": "string",
                    "maxLength": 200,
                    "description": "What the list is called from then on. Left out, it keeps its name.",
                },
                "mapping": {
                    "type": "object",
                    "additionalProperties": {"type": ["string", "null"]},
                    "description": "Header: column of a list.",
                },
                "file": _FILE,
            },
            "required": ["file"],
            "additionalProperties": False,
        },
        "encoding": {"mapping": {"contentType": "application/json"}, "file": {"contentType": "application/octet-stream"}},
    },
)
