"""The description of the API in OpenAPI 3.1, made of the operations themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from matcher.domain.submissions.stated import WORD
from matcher.web.adapter import Access, Operation
from matcher.web.problems import MEDIA_TYPE, OF_HTTP
from matcher.web.reasons import REASON
from matcher.web.wire import ProblemWire
from matcher.web.wire_upload import DEFINITIONS

Json = dict[str, Any]

_REF = "#/components/schemas/{model}"

#: What every operation may be answered with, by its status.
_ALWAYS = {
    421: "The service is not reached under that name.",
    500: "A fault of ours.",
    503: "The service cannot answer at the moment.",
}
_OF_SIGNED_IN = {401: "Nobody is signed in.", 403: "It is not allowed."}
_OF_BODIES = {
    400: "The body is not well-formed.",
    403: "It is not allowed, or it came from another site.",
    408: "The body took too long.",
    413: "It is larger than is taken.",
    415: "The body is of another type.",
}
_WORDS = {
    **_ALWAYS,
    **_OF_SIGNED_IN,
    **_OF_BODIES,
    404: "There is nothing here that you may know of.",
    409: "It stands against what is there already.",
    411: "The length was not stated.",
    417: "What the request expects cannot be done.",
    422: "What was sent does not fit; every fault is told with its field.",
    429: "That was asked too often.",
    507: "The disk has no room.",
}


def describe(operations: Iterable[Operation]) -> Json:
    """Write the description."""
    operations = tuple(operations)
    schemas, definitions = _schemas(operations)
    paths: dict[str, Json] = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _operation(operation, schemas)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Linewatch",
            "version": "1",
            "summary": "Which known deal lines stand in a phone, and what a child needs now.",
            "description": "Times are UTC (RFC 3339). Lists page with an opaque cursor. Writes that make something take an "
            "`Idempotency-Key`; every other one says what becomes of a repetition. "
            "Errors are problem details (RFC 9457) with a stable `code`.",
        },
        "servers": [{"url": "/"}],
        "tags": [{"name": name} for name in dict.fromkeys(each.tag for each in operations)],
        "security": [{"token": []}, {"browser": []}],
        "paths": paths,
        "components": {
            "schemas": {**definitions, **DEFINITIONS},
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer"},
                "browser": {"type": "apiKey", "in": "cookie", "name": "__Host-linewatch"},
            },
        },
    }


def _schemas(operations: Iterable[Operation]) -> tuple[Mapping[tuple[type[BaseModel], str], Json], Json]:
    wanted: dict[tuple[type[BaseModel], str], None] = {(ProblemWire, "serialization"): None}
    for operation in operations:
        if "body" in operation.takes:
            wanted[operation.takes["body"], "validation"] = None
        if operation.returns is not None:
            wanted[operation.returns, "serialization"] = None
    made, definitions = models_json_schema(list(wanted), ref_template=_REF)  # type: ignore[arg-type]
    return made, definitions.get("$defs", {})  # type: ignore[return-value]


def _operation(operation: Operation, schemas: Mapping[tuple[type[BaseModel], str], Json]) -> Json:
    described: Json = {
        "operationId": operation.name,
        "summary": operation.summary,
        "tags": [operation.tag],
        "parameters": [*_parameters(operation), *_headers(operation)],
        "responses": _responses(operation, schemas),
    }
    if operation.description or operation.repeated:
        described["description"] = f"{operation.description} {operation.repeated}".strip()
    if operation.access is Access.PUBLIC:
        described["security"] = []
    if operation.form is not None:
        media_type, schema = operation.form
        described["requestBody"] = {"required": True, "content": {media_type: dict(schema)}}
    elif "body" in operation.takes:
        schema = schemas[operation.takes["body"], "validation"]
        described["requestBody"] = {"required": not operation.is_body_optional, "content": {"application/json": {"schema": schema}}}
    return described


def _parameters(operation: Operation) -> list[Json]:
    found = []
    for place in ("path", "query"):
        if place not in operation.takes:
            continue
        schema = operation.takes[place].model_json_schema()
        required = schema.get("required", [])
        for name, of_it in schema["properties"].items():
            words = {"description": of_it.pop("description")} if "description" in of_it else {}
            found.append({"name": name, "in": place, "required": place == "path" or name in required, **words, "schema": of_it})
    return found


def _headers(operation: Operation) -> list[Json]:
    named = dict(operation.headers)
    if operation.is_idempotent_by_key:
        named["Idempotency-Key"] = "The same key with the same request is one request, however often it is sent."
    shape = {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]([ -~]*[!-~])?$"}
    reason = {"type": "string", "minLength": 3, "maxLength": 1000, "pattern": f"^[ -~]*{WORD}[ -~]*$"}
    shapes = {"Idempotency-Key": shape, "Last-Event-ID": {"type": "string", "pattern": "^[0-9]{1,9}$"}, REASON: reason}
    return [
        {"name": name, "in": "header", "required": False, "description": words, "schema": shapes[name]} for name, words in named.items()
    ]


def _responses(operation: Operation, schemas: Mapping[tuple[type[BaseModel], str], Json]) -> Json:
    good: Json = {"description": "It was done."}
    if operation.returns is not None:
        good["content"] = {operation.media_type: {"schema": schemas[operation.returns, "serialization"]}}
    elif operation.media_type != "application/json":
        kinds = (operation.media_type, *operation.other_media_types)
        good["content"] = {kind: {"schema": {"type": "string"}} for kind in kinds}
    problem = {MEDIA_TYPE: {"schema": schemas[ProblemWire, "serialization"]}}
    statuses = sorted(_statuses(operation))
    tried = {"200": {**good, "description": "It was tried; nothing was made."}} if operation.may_be_tried else {}
    return {**tried, str(operation.status): good, **{str(each): {"description": _WORDS[each], "content": problem} for each in statuses}}


def _statuses(operation: Operation) -> set[int]:
    found = set(_ALWAYS)
    if operation.access is not Access.PUBLIC:
        found |= set(_OF_SIGNED_IN)
    if "body" in operation.takes or operation.form is not None:
        found |= {*_OF_BODIES, 417}
    if operation.form is not None:
        found |= {411, 507}
    if operation.method != "GET":
        found.add(403)
    if operation.takes.get("path") is not None:
        found.add(404)
    found |= {OF_HTTP[code][0] if code in OF_HTTP else int(code) for code in operation.problems}
    # A query that does not fit, an unknown parameter, a cursor of somebody else's.
    return found | {422}
