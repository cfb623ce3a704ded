"""The line list: loaded as a whole, and what of it somebody may read."""

from __future__ import annotations

from matcher.service.import_line_list import ImportedList, ListFile, import_line_list
from matcher.web.adapter import Api, Call
from matcher.web.keys import OPTIONS
from matcher.web.uploads import Upload
from matcher.web.wire import ImportedWire, ImportQuery
from matcher.web.wire_upload import LIST_FORM

api = Api("Line list")


@api.operation("POST", "/lines/imports", status=201, returns=ImportedWire, form=LIST_FORM, problems=("409",))
async def import_lines(call: Call, query: ImportQuery) -> ImportedWire:
    """Load a list file as a new version, all or nothing.

    With any fault nothing changes, and every fault is told with its row and column.
    """
    upload = Upload(call.request, limit=call.request.app[OPTIONS].list_limit, fields=0)
    await upload.begin()
    file = await upload.file()
    content = b"".join([piece async for piece in file.pieces])
    loaded = await import_line_list(
        call.house.vault,
        call.actor,
        call.house.lists,
        ListFile(file.name, content),
        now=call.now,
        origin=call.origin,
        dry_run=query.dry_run,
    )
    return _imported(loaded)


def _imported(loaded: ImportedList) -> ImportedWire:
    facts = loaded.facts
    return ImportedWire(
        version_id=loaded.version_id,
        version=loaded.number,
        is_new=loaded.is_new,
        name=facts.name,
        sha256=facts.sha256,
        lines=facts.lines,
        numbers=facts.numbers,
        notes=list(facts.notes),
    )
