"""Compares a list file with the list: what it would change becomes a proposal, all or nothing. The first list is published at once."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from matcher.domain.access.actor import Actor
from matcher.domain.access.audit import AuditAction, Deed, Outcome
from matcher.domain.access.permission import Action, ObjectFacts, absent, may
from matcher.domain.answers.release import ROWS_COUNTED, open_facts
from matcher.domain.register import (
    ImportedRegister,
    ImportPlan,
    is_mapped_header,
    missing_columns,
    unknown_columns,
)
from matcher.domain.screening import ListFacts
from matcher.domain.submissions.stated import tidied
from matcher.domain.upkeep.import_warnings import worded
from matcher.domain.upkeep.list_export import is_part
from matcher.domain.upkeep.list_import import (
    LONGEST_NAME,
    ImportedList,
    ImportState,
    ListFile,
    Manner,
    Resumption,
    file_name_of,
    list_name_of,
)
from matcher.domain.upkeep.list_layout import faults_of_mapping, may_be_header
from matcher.domain.upkeep.proposal import LONGEST_REASON, ImportedFile, OpenWords, ProposalOrigin, ProposalState, summarise
from matcher.errors import BadLineList, BadRequest, ListConflict, NotAllowed, TooLarge
from matcher.service.lists.comparison import Asked, Compared, compare
from matcher.service.lists.line_lists import LineLists
from matcher.service.lists.publication import TRIES, Base, Naming, faults_of, make_publication, others_publish
from matcher.service.lists.waiting_files import keep_file
from matcher.service.views.proposal import OBJECT, refusal
from matcher.store import steps
from matcher.store.accounts import as_it_stands
from matcher.store.audit import put_on_record
from matcher.store.idempotency import claim_key, find_key
from matcher.store.ids import new_id
from matcher.store.line_lists import find_version, latest_version, lock_lists
from matcher.store.list_imports import find_import, forget_import, remember_mapping, remembered_mapping
from matcher.store.proposals import StoredProposal, find_proposal, insert_proposal, seal_proposal
from matcher.store.publications import write_publication
from matcher.store.vault import Connection, Vault

_ACTION = Action.LINES_IMPORT
_LARGEST_BYTES = 256 << 20
_MAPPED = "The columns of this file have names of their own and were read as was said of them before."
_NAME_KEPT = "The list keeps its name: the file changes no record, and a name goes out with a change."


async def import_list(  # noqa: PLR0913 - all but the first four are named
    vault: Vault,
    actor: Actor,
    lists: LineLists,
    file: ListFile,
    *,
    now: datetime,
    origin: str,
    manner: Manner | None = None,
    idempotency_key: str | None = None,
) -> ImportedList:
    """Check a list, compare it and propose what it changes; with any fault or conflict nothing changes.

    Raises:
        BadLineList: with every fault, each with row and column.
        BadRequest: what was said of the columns makes no sense.
        KeyReused: the idempotency key stood for another request.
        ListConflict: the list stands against it; every record is named.
        NotAllowed: the role imports no lists.
        TooLarge: it is larger than a list can be.
    """
    file = ListFile(file_name_of(file.name), file.content)
    run = _Import(vault, actor, lists, manner or Manner(), now, origin, idempotency_key)
    await run.admit()
    if len(file.content) > _LARGEST_BYTES:
        raise TooLarge("The file is larger than a line list can be.", hint="Export the list alone, as CSV or XLSX.")
    run.request_hash = run.manner.request_hash(hashlib.sha256(file.content).hexdigest(), file.name)
    return await run.begun_before() or await run.take(file)


async def resume_import(  # noqa: PLR0913 - all but the first four are named
    vault: Vault,
    actor: Actor,
    lists: LineLists,
    import_id: str,
    *,
    now: datetime,
    origin: str,
    manner: Resumption,
    idempotency_key: str | None = None,
) -> ImportedList:
    """Go on with a file that waits, with what its columns mean, and otherwise as it was asked first. It stays until it comes to its end.

    Raises:
        BadLineList: with every fault, each with row and column.
        BadRequest: what was said of the columns makes no sense.
        KeyReused: the idempotency key stood for another request.
        ListConflict: the list stands against it; every record is named.
        NotAllowed: the role imports no lists.
        NotFound: they handed in no such file, or its time is over.
    """
    run = _Import(vault, actor, lists, manner.over(Manner()), now, origin, idempotency_key, manner.request_hash(import_id))
    await run.admit()
    # A file that came to its end waits no longer: what became of it is known by the key alone.
    if before := await run.begun_before():
        return before
    async with vault.db.read() as connection:
        waiting = await find_import(
            connection, vault.keys, import_id, organisation_id=actor.organisation_id, handed_in_by=actor.user_id, now=now
        )
    if waiting is None:
        raise await run.absent()
    run.manner, run.waiting_id, run.waits_until = manner.over(waiting.manner), waiting.id, waiting.expires_at
    return await run.take(ListFile(waiting.name, waiting.content))


@dataclass(slots=True)
class _Import:
    """One import on its way; single use."""

    vault: Vault
    actor: Actor
    lists: LineLists
    manner: Manner
    now: datetime
    origin: str
    key: str | None = None
    request_hash: str = ""
    #: The file it goes on with, where it does, and until when it waits.
    waiting_id: str | None = None
    waits_until: datetime | None = None
    #: Whether the file says of itself that it is no whole list.
    is_part: bool = False

    @property
    def owner(self) -> str:
        """Whose list it is."""
        return self.actor.organisation_id

    async def admit(self) -> None:
        """Make sure that they may import lists."""
        async with self.vault.db.read() as connection:
            standing = await as_it_stands(connection, self.actor)
        decision = may(standing, _ACTION, ObjectFacts(self.owner, unit_id=self.actor.unit_id))
        if not decision.allowed:
            raise await refusal(self.vault, self.actor, _ACTION, decision, None, now=self.now, origin=self.origin)
        if len(self.manner.reason) > LONGEST_REASON:
            raise BadRequest(f"The reason has more than {LONGEST_REASON} characters.", hint="Say it in a few words.")
        if len(list_name_of(self.manner.list_name)) > LONGEST_NAME:
            raise BadRequest(f"The name of the list has more than {LONGEST_NAME} characters.", hint="Give it a shorter one.")

    async def absent(self) -> Exception:
        """Give the error of a file that is not there."""
        decision = absent(self.actor, _ACTION)
        return await refusal(self.vault, self.actor, _ACTION, decision, None, now=self.now, origin=self.origin)

    async def begun_before(self) -> ImportedList | None:
        """Give what the same request made before."""
        if self.key is None or self.manner.dry_run:
            return None
        async with self.vault.db.read() as connection:
            made = await find_key(connection, self.vault.keys, self.actor.user_id, self.key, request_hash=self.request_hash)
            if made is None:
                return None
            latest = await latest_version(connection, self.owner)
            number = latest.number + 1 if latest else 1
            proposal = await find_proposal(connection, self.vault.keys, made, organisation_id=self.owner)
            if proposal is not None and (file := proposal.summary.file) is not None:
                warnings = worded(proposal.summary, lambda _: True, is_whole=True).warnings
                facts = ListFacts(file.name, file.sha256, str(number), file.lines, file.numbers, (*warnings, *file.notes))
                before = ImportedList(ImportState.PROPOSED, proposal.version_id, number, facts, is_new=True, proposal_id=proposal.id)
                return replace(before, warnings=warnings)
            version = await find_version(connection, made)
        if version is None or version.organisation_id != self.owner:
            return None
        facts = ListFacts(version.name, version.sha256, str(version.number), version.lines, version.numbers)
        return ImportedList(ImportState.PUBLISHED, version.id, version.number, facts, is_new=True)

    async def take(self, file: ListFile) -> ImportedList:
        """Find the columns, read the rows, compare, and propose or publish."""
        try:
            header = await asyncio.to_thread(self.lists.read_header, file.content, file.name, self.manner.mapping)
            self.is_part = is_part(header)
            if faults := faults_of_mapping(header, self.manner.mapping):
                raise BadRequest("What was said of the columns makes no sense; nothing was read.", faults=faults)
            mapping = await self._mapping(header)
            if not is_mapped_header(header, mapping) and may_be_header(header):
                return await self._wait(file, header, mapping)
            if self.manner.mapping:
                await self._remember(header, mapping)
            async with self.vault.db.read() as connection:
                conventions = await self.lists.conventions_of(connection, self.owner)
            imported = await asyncio.to_thread(self.lists.read_file, file.content, file.name, mapping, conventions.lists)
            if mapping and not self.manner.mapping:
                noted = replace(imported.line_list, notes=(*imported.line_list.notes, _MAPPED))
                imported = replace(imported, line_list=noted)
            for _ in range(TRIES):
                done = await self._compare(imported)
                if done is not None:
                    return await self._kept(done, file) if done.state is ImportState.PLANNED else done
        except BadLineList:
            async with self.vault.db.write() as connection:
                refused = self._deed(AuditAction.LINES_IMPORT_REFUSED, "line_list")
                await put_on_record(connection, self.vault.keys, [replace(refused, outcome=Outcome.FAILED)])
            raise
        raise others_publish()

    def _deed(self, action: AuditAction, object_type: str, object_id: str | None = None, reason: str | None = None) -> Deed:
        return Deed(self.now, self.owner, self.actor.user_id, action, object_type, object_id, origin=self.origin, reason=reason)

    async def _mapping(self, header: Sequence[str]) -> Mapping[str, str]:
        """Give what is known of the columns: what was said before, and what is said now in its place."""
        if not unknown_columns(header, {}):
            return self.manner.mapping
        async with self.vault.db.read() as connection:
            before = await remembered_mapping(connection, self.vault.keys, self.owner, header)
        if not self.manner.mapping:
            return before
        said = set(self.manner.mapping.values())
        return {**{cell: column for cell, column in before.items() if not column or column not in said}, **self.manner.mapping}

    async def _remember(self, header: Sequence[str], mapping: Mapping[str, str]) -> None:
        async with self.vault.db.write() as connection:
            await remember_mapping(
                connection, self.vault.keys, self.owner, header=header, mapping=mapping, set_by=self.actor.user_id, now=self.now
            )
            await put_on_record(connection, self.vault.keys, [self._deed(AuditAction.LINES_IMPORT_MAPPED, "line_list")])

    async def _wait(self, file: ListFile, header: Sequence[str], mapping: Mapping[str, str]) -> ImportedList:
        """Keep the file until somebody says what its columns mean; it need not be handed in again."""
        notes: tuple[str, ...] = ()
        if self.waiting_id is None:
            kept = await keep_file(self.vault, self.actor, file, self.manner, now=self.now, is_preview=False)
            self.waiting_id, self.waits_until, notes = kept.id, kept.until, kept.notes
        async with self.vault.db.read() as connection:
            latest = await latest_version(connection, self.owner)
        number = latest.number + 1 if latest else 1
        facts = ListFacts(file.name, hashlib.sha256(file.content).hexdigest(), str(number), 0, 0, notes)
        waiting = ImportedList(ImportState.NEEDS_MAPPING, None, number, facts, is_new=True, unknown=unknown_columns(header, mapping))
        missing = missing_columns(header, mapping)
        return replace(waiting, import_id=self.waiting_id, expires_at=self.waits_until, missing=missing)

    async def _kept(self, done: ImportedList, file: ListFile) -> ImportedList:
        """Keep a file that was previewed, where that is asked for: whoever goes on need not hand it in again. One that waits does so."""
        if self.waiting_id is None:
            if not self.manner.keeps:
                return done
            kept = await keep_file(self.vault, self.actor, file, self.manner, now=self.now, is_preview=True)
            self.waiting_id, self.waits_until = kept.id, kept.until
        return replace(done, import_id=self.waiting_id, expires_at=self.waits_until)

    async def _compare(self, imported: ImportedRegister) -> ImportedList | None:
        """Compare with the list as it stands, and propose or publish; None where it has become another one in between."""
        asked = Asked(self.vault, self.actor, self.lists, self.manner, self.now, is_part=self.is_part)
        compared = await compare(asked, imported)
        base, plan, done = compared.base, compared.plan, compared.told
        if plan.conflicts:
            if self.manner.dry_run:
                return replace(done, state=ImportState.CONFLICTS)
            raise ListConflict(
                "The line list stands against the file; nothing was changed.", hint="Mend the file.", faults=faults_of(plan.conflicts)
            )
        if not plan.changes and base.version is not None:
            is_named = list_name_of(self.manner.list_name) not in {"", base.version.name}
            notes = (*done.facts.notes, *((_NAME_KEPT,) if is_named else ()))
            await self._forget_waiting()
            unchanged = replace(done, state=ImportState.UNCHANGED, version_id=base.version.id, number=base.version.number)
            return replace(unchanged, facts=replace(done.facts, version=str(base.version.number), notes=notes), is_new=False)
        if self.manner.dry_run:
            return done
        if base.version is None:
            return await self._publish(done, base, plan)
        return await self._propose(compared, imported)

    async def _publish(self, done: ImportedList, base: Base, plan: ImportPlan) -> ImportedList | None:
        """Publish the first list: there is nothing to compare it with, and often nobody else yet."""
        name, reason = list_name_of(self.manner.list_name) or done.facts.name, tidied(self.manner.reason) or None
        naming = Naming(self.owner, name, self.actor.user_id, reason=reason)
        publication = await asyncio.to_thread(make_publication, self.vault.keys, self.lists, base, plan.changes, naming)
        async with self.vault.db.write() as connection:
            await lock_lists(connection, self.owner)
            if await latest_version(connection, self.owner) is not None:
                return None
            await self._still_may(connection)
            await self._claim(connection, publication.version_id)
            version = await write_publication(connection, self.vault.keys, publication, now=self.now)
            await self._forget(connection)
            await put_on_record(connection, self.vault.keys, [self._deed(AuditAction.LINES_IMPORTED, "line_list", version.id, reason)])
            steps.reached("import:before-commit")
        return replace(done, state=ImportState.PUBLISHED, version_id=version.id)

    async def _propose(self, compared: Compared, imported: ImportedRegister) -> ImportedList | None:
        done, base, plan = compared.told, compared.base, compared.plan
        # Warnings stand with the proposal; the notes are what is said of the file itself.
        file = self._file(replace(done.facts, notes=done.facts.notes[len(done.warnings) :]))
        seen = await asyncio.to_thread(open_facts, imported.line_list)
        # None of its notes names a row.
        seen = replace(seen, notes=tuple(note for note in seen.notes if note != ROWS_COUNTED))
        told = OpenWords(self._file(seen), compared.open_warnings)
        summary = replace(summarise(compared.known, plan.changes, file), warnings=compared.warnings, short=compared.short, open=told)
        proposal = StoredProposal(
            id=new_id("prp"),
            organisation_id=self.owner,
            state=ProposalState.OPEN,
            origin=ProposalOrigin.IMPORT,
            proposed_by=self.actor.user_id,
            proposed_at=self.now,
            reason=tidied(self.manner.reason) or f"Import of {done.facts.name}",
            base_version_id=base.id,
            summary=replace(summary, list_name=list_name_of(self.manner.list_name) or None),
        )
        sealed = await asyncio.to_thread(seal_proposal, self.vault.keys, proposal, plan.changes)
        async with self.vault.db.write() as connection:
            await lock_lists(connection, self.owner)
            latest = await latest_version(connection, self.owner)
            if latest is None or latest.id != base.id:
                return None
            await self._still_may(connection)
            made = await self._claim(connection, proposal.id)
            if made != proposal.id:
                # The same request came twice at once, and the other one was quicker.
                return replace(done, state=ImportState.PROPOSED, proposal_id=made)
            await insert_proposal(connection, sealed)
            await self._forget(connection)
            deeds = [
                self._deed(AuditAction.LINES_IMPORTED, "line_list"),
                self._deed(AuditAction.LINES_PROPOSED, OBJECT, proposal.id, proposal.reason),
            ]
            await put_on_record(connection, self.vault.keys, deeds)
            steps.reached("import:before-commit")
        return replace(done, state=ImportState.PROPOSED, proposal_id=proposal.id)

    def _file(self, facts: ListFacts) -> ImportedFile:
        return ImportedFile(facts.name, facts.sha256, self.manner.mode.value, facts.lines, facts.numbers, facts.notes)

    async def _still_may(self, connection: Connection) -> None:
        """Make sure that what was allowed when the file came is so still."""
        if not may(await as_it_stands(connection, self.actor), _ACTION, ObjectFacts(self.owner)).allowed:
            raise NotAllowed("This is no longer among what your role may do.")

    async def _claim(self, connection: Connection, object_id: str) -> str:
        if self.key is None:
            return object_id
        keys, user, request = self.vault.keys, self.actor.user_id, self.request_hash
        return await claim_key(connection, keys, user, self.key, request_hash=request, object_id=object_id, now=self.now)

    async def _forget_waiting(self) -> None:
        if self.waiting_id is not None and not self.manner.dry_run:
            async with self.vault.db.write() as connection:
                await self._forget(connection)

    async def _forget(self, connection: Connection) -> None:
        """Remove the file that was gone on with: it came to its end."""
        if self.waiting_id is not None:
            await forget_import(connection, self.waiting_id)
