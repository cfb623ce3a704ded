"""The description of the API, for programs and for people."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from aiohttp import web

from matcher.web.adapter import PREFIX, Access, Operation
from matcher.web.openapi import describe
from matcher.web.problem_codes import every_code
from matcher.web.shell import page

Handler = Callable[[web.Request], Any]


def add_to(app: web.Application, operations: Iterable[Operation]) -> None:
    """Route to the description of these operations."""
    operations = tuple(operations)

    @cache
    def shown() -> list[dict[str, Any]]:
        return _for_people(operations)

    @cache
    def written() -> bytes:
        return json.dumps(describe(operations), ensure_ascii=True).encode("ascii")

    async def openapi(_request: web.Request) -> web.Response:
        """Give it to programs."""
        return web.Response(body=written(), content_type="application/json")

    async def docs(_request: web.Request) -> web.Response:
        """Give it to people."""
        return page("docs.html.jinja", description=shown(), codes=every_code())

    app.router.add_get(f"{PREFIX}/openapi.json", openapi)
    app.router.add_get(f"{PREFIX}/docs", docs)


def _for_people(operations: tuple[Operation, ...]) -> list[dict[str, Any]]:
    """Give the operations under their headings, with names of what they take and give, and every schema once."""
    described = describe(operations)
    sections: dict[str, list[dict[str, Any]]] = {}
    for operation in operations:
        of_it = described["paths"][operation.path][operation.method.lower()]
        sections.setdefault(operation.tag, []).append(
            {
                "id": operation.name,
                "method": operation.method,
                "path": operation.path,
                "summary": operation.summary,
                "description": operation.description,
                "is_public": operation.access is Access.PUBLIC,
                "parameters": [
                    {
                        "name": each["name"],
                        "place": each["in"],
                        "required": each["required"],
                        "words": each.get("description", ""),
                        "type": type_of(each["schema"]),
                    }
                    for each in of_it["parameters"]
                ],
                "takes": _taken(of_it),
                "answers": [
                    {"status": status, "words": each["description"], "gives": _given(each)} for status, each in of_it["responses"].items()
                ],
            }
        )
    schemas = [_schema(name, each) for name, each in sorted(described["components"]["schemas"].items()) if "properties" in each]
    return [{"tag": tag, "operations": several} for tag, several in sections.items()] + [{"tag": "Shapes", "schemas": schemas}]


def _taken(operation: dict[str, Any]) -> list[dict[str, str]]:
    content = operation.get("requestBody", {}).get("content", {})
    return [{"media_type": media_type, "type": type_of(each["schema"])} for media_type, each in content.items()]


def _given(response: dict[str, Any]) -> str:
    return ", ".join(type_of(each["schema"]) if "$ref" in each["schema"] else kind for kind, each in response.get("content", {}).items())


def _schema(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    required = schema.get("required", [])
    fields = [
        {"name": field, "type": type_of(each), "required": field in required, "words": each.get("description", "")}
        for field, each in schema["properties"].items()
    ]
    return {"name": name, "words": schema.get("description", ""), "fields": fields}


def type_of(schema: dict[str, Any]) -> str:
    """Say in a few words what a schema holds."""
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(type_of(each) for each in schema["anyOf"]))
    if "enum" in schema:
        return ", ".join(f"“{each}”" for each in schema["enum"])
    if "const" in schema:
        return f"“{schema['const']}”"
    kind = str(schema.get("type", "anything"))
    if kind == "array":
        return f"list of {type_of(schema.get('items', {}))}"
    if kind == "object" and schema.get("properties"):
        return "; ".join(f"{name}: {type_of(each)}" for name, each in schema["properties"].items())
    words = {"string": "text", "integer": "whole number", "boolean": "true or false", "null": "null"}
    return "time" if schema.get("format") == "date-time" else words.get(kind, kind)
