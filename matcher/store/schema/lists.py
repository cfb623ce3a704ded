"""The tables of the upkeep of the line list: versions, proposals, history, what one finds and recalls, watches, local number lists."""

from __future__ import annotations

import sqlalchemy as sa

from matcher.store.schema.columns import BIG, CODE, HASH, ID, MOMENT, metadata, owner_column

list_versions = sa.Table(
    "list_versions",
    metadata,
    sa.Column("id", ID, primary_key=True),
    owner_column(),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("sha256", HASH, nullable=False),
    sa.Column("published_at", MOMENT, nullable=False),
    sa.Column("published_by", ID, nullable=False),
    sa.Column("lines", sa.Integer, nullable=False),
    sa.Column("numbers", sa.Integer, nullable=False),
    #: The file as it was imported, or the register: compressed, then sealed.
    sa.Column("content_sealed", sa.LargeBinary, nullable=False),
    #: `file` or `register`.
    sa.Column("content_format", sa.String(20), nullable=False, server_default="file"),
    #: The proposal it was published from; None for a file that was loaded as it was.
    sa.Column("proposal_id", ID),
    #: Why it was loaded, where no proposal says so.
    sa.Column("reason_sealed", sa.LargeBinary),
    sa.UniqueConstraint("organisation_id", "number"),
)

#: A set of changes to the list, until another person publishes it.
list_proposals = sa.Table(
    "list_proposals",
    metadata,
    sa.Column("id", ID, primary_key=True),
    owner_column(),
    #: `open`, `published`, `rejected`, `withdrawn`.
    sa.Column("state", sa.String(20), nullable=False),
    #: `edit` or `import`.
    sa.Column("origin", sa.String(20), nullable=False),
    sa.Column("proposed_by", ID, nullable=False),
    sa.Column("proposed_at", MOMENT, nullable=False),
    sa.Column("reason_sealed", sa.LargeBinary, nullable=False),
    #: True when it touches a line that not everybody may know of.
    sa.Column("is_restricted", sa.Boolean, nullable=False),
    #: The version it was made against; None for the first list of an organisation.
    sa.Column("base_version_id", ID, sa.ForeignKey("list_versions.id")),
    #: What is told of it and the changes, as lines of JSON: compressed, then sealed.
    sa.Column("changes_sealed", sa.LargeBinary, nullable=False),
    sa.Column("decided_by", ID),
    sa.Column("decided_at", MOMENT),
    sa.Column("decision_sealed", sa.LargeBinary),
    #: What it was published as.
    sa.Column("version_id", ID, sa.ForeignKey("list_versions.id")),
    sa.Index("ix_list_proposals_organisation_state", "organisation_id", "state", "proposed_at"),
)

#: What a version changed, record by record: the history of every field. Who, when and why stand with its proposal.
list_changes = sa.Table(
    "list_changes",
    metadata,
    sa.Column("version_id", ID, sa.ForeignKey("list_versions.id"), primary_key=True),
    #: `line`, `number`, `associate`.
    sa.Column("kind", sa.String(20), primary_key=True),
    sa.Column("record_id", sa.String(100), primary_key=True),
    owner_column(),
    sa.Column("line_id", sa.String(100), nullable=False),
    #: `added`, `changed`, `closed`, `reopened`, `removed`, `restored`.
    sa.Column("deed", sa.String(20), nullable=False),
    #: Fields before and after, as JSON, sealed; None where the record is new, for the version holds it.
    sa.Column("change_sealed", sa.LargeBinary),
    sa.Index("ix_list_changes_organisation_line", "organisation_id", "line_id"),
)

#: A list file that was handed in and waits: until somebody says what its columns mean, or proposes what they previewed.
list_imports = sa.Table(
    "list_imports",
    metadata,
    sa.Column("id", ID, primary_key=True),
    owner_column(),
    sa.Column("handed_in_by", ID, nullable=False),
    sa.Column("created_at", MOMENT, nullable=False),
    sa.Column("expires_at", MOMENT, nullable=False, index=True),
    #: Whether it was previewed: a person has one such file at a time.
    sa.Column("is_preview", sa.Boolean, nullable=False),
    sa.Column("name_sealed", sa.LargeBinary, nullable=False),
    #: How it was asked to be imported, sealed: a reason stands in it.
    sa.Column("manner_sealed", sa.LargeBinary, nullable=False),
    #: The file: compressed, then sealed.
    sa.Column("content_sealed", sa.LargeBinary, nullable=False),
)

#: What the columns of a layout were said to mean, so that nobody is asked twice.
column_mappings = sa.Table(
    "column_mappings",
    metadata,
    sa.Column("organisation_id", ID, sa.ForeignKey("organisations.id"), primary_key=True),
    #: Keyed hash of the header row.
    sa.Column("header_hash", HASH, primary_key=True),
    sa.Column("mapping", sa.Text, nullable=False),
    sa.Column("set_by", ID, nullable=False),
    sa.Column("set_at", MOMENT, nullable=False),
)

#: How far the look back is that a published version sets off; one row for each version.
retro_runs = sa.Table(
    "retro_runs",
    metadata,
    sa.Column("version_id", ID, sa.ForeignKey("list_versions.id"), primary_key=True),
    owner_column(),
    #: `waiting`, `running`, `done`, `given-up`.
    sa.Column("state", sa.String(20), nullable=False),
    sa.Column("created_at", MOMENT, nullable=False),
    sa.Column("finished_at", MOMENT),
    #: How many of its new and changed numbers have been looked for, and of how many.
    sa.Column("numbers_done", sa.Integer, nullable=False, default=0),
    sa.Column("numbers", sa.Integer, nullable=False),
)

#: A number of a line, or of a person it names, that a version took back, for whatever reason: what it caused is recalled.
#: Each finding of a reviewer that people are told of (cause `rejected`), with the version by which the match was found. And each match of
#: which a version holds less than was told (cause `redated`), with that version.
recalls = sa.Table(
    "recalls",
    metadata,
    sa.Column("id", ID, primary_key=True),
    owner_column(),
    sa.Column("version_id", ID, sa.ForeignKey("list_versions.id"), nullable=False),
    #: The record of the register: a number or a person. What is of one match has none, and its own id stands here.
    sa.Column("record_id", sa.String(100), nullable=False),
    #: Of a finding, and of other dates: which match it is of, and in which submission. None of a number that is gone, which may be of many.
    sa.Column("match_id", ID),
    sa.Column("submission_id", ID, index=True),
    sa.Column("line_id", sa.String(100), nullable=False),
    #: Of the line as the list held it before; none where it has no owner.
    sa.Column("owner_unit", sa.Text),
    #: Why the list took it back (matcher/domain/upkeep/recall_cause.py).
    sa.Column("cause", sa.String(30), nullable=False),
    sa.Column("created_at", MOMENT, nullable=False),
    #: When its effects were all written.
    sa.Column("finished_at", MOMENT),
    sa.UniqueConstraint("version_id", "record_id"),
)

#: People a line names whose number stood on a phone; the name and the number stand in its answers.
named_people = sa.Table(
    "named_people",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("submission_id", ID, sa.ForeignKey("submissions.id"), nullable=False),
    owner_column(),
    sa.Column("line_id", sa.String(100), nullable=False),
    sa.Column("number_token", sa.LargeBinary(32), nullable=False),
    #: True when it exists only for those who may see the line.
    sa.Column("is_restricted", sa.Boolean, nullable=False),
    #: Set when the list took the person off the line.
    sa.Column("recall_id", ID),
    sa.UniqueConstraint("submission_id", "line_id", "number_token"),
    sa.Index("ix_named_people_organisation_number", "organisation_id", "number_token"),
)

#: Who was told that something they had been told no longer holds, or that it holds again.
recall_notices = sa.Table(
    "recall_notices",
    metadata,
    sa.Column("id", ID, primary_key=True),
    owner_column(),
    sa.Column("recall_id", ID, sa.ForeignKey("recalls.id"), nullable=False),
    sa.Column("submission_id", ID, sa.ForeignKey("submissions.id"), nullable=False, index=True),
    #: Empty where it is about a match and no alert.
    sa.Column("alert_id", ID, nullable=False, index=True),
    #: An account, or the name of a role, that had been told.
    sa.Column("recipient", ID, nullable=False),
    #: Exists only for those who may see the line.
    sa.Column("is_restricted", sa.Boolean, nullable=False),
    #: The version by which it holds again; empty where it is told that it does not.
    sa.Column("restored_by", ID, nullable=False),
    #: The match, or the person a line names, that it is about; null where that was not kept.
    sa.Column("ground_id", ID),
    #: Whether a match of the line had been confirmed, so that it had been shown where that is waited for; null where that was not kept.
    sa.Column("was_confirmed", sa.Boolean),
    #: Whether partners had a concern of the case when it was written, which a notice goes on saying; null where that was not kept.
    sa.Column("has_concern", sa.Boolean),
    sa.Column("created_at", MOMENT, nullable=False),
    sa.Column("read_at", MOMENT),
    sa.UniqueConstraint("recall_id", "submission_id", "alert_id", "recipient", "restored_by", name="uq_recall_notices_told_once"),
)

#: Somebody wants to be told when a number, a line or a subject turns up.
watches = sa.Table(
    "watches",
    metadata,
    sa.Column("id", ID, primary_key=True),
    owner_column(),
    sa.Column("unit_id", ID, nullable=False),
    #: The account that is told.
    sa.Column("owner_id", ID, sa.ForeignKey("accounts.id"), nullable=False, index=True),
    #: `number`, `line`, `subject`.
    sa.Column("target_kind", sa.String(20), nullable=False),
    #: Keyed hash of the number, the id of the line or the reference of the subject, with its kind.
    sa.Column("target_token", sa.LargeBinary(32), nullable=False),
    sa.Column("target_sealed", sa.LargeBinary, nullable=False),
    #: `managed` or `early_help`.
    sa.Column("purpose", sa.String(20), nullable=False),
    sa.Column("reason_sealed", sa.LargeBinary, nullable=False),
    #: True when it is on a line that not everybody may know of.
    sa.Column("is_restricted", sa.Boolean, nullable=False),
    sa.Column("created_at", MOMENT, nullable=False),
    sa.Column("expires_at", MOMENT, nullable=False),
    sa.Column("ended_at", MOMENT),
    sa.Index("ix_watches_organisation_target", "organisation_id", "target_token"),
)

#: That a watch fired for a submission; once, however often it is looked at.
watch_hits = sa.Table(
    "watch_hits",
    metadata,
    sa.Column("watch_id", ID, sa.ForeignKey("watches.id"), primary_key=True),
    sa.Column("submission_id", ID, sa.ForeignKey("submissions.id"), primary_key=True),
    sa.Column("alert_id", ID, sa.ForeignKey("alerts.id"), nullable=False),
    sa.Column("at", MOMENT, nullable=False),
)

#: Numbers an organisation itself protects, or warns of, beside the lists that come with the product.
guard_numbers = sa.Table(
    "guard_numbers",
    metadata,
    sa.Column("id", ID, primary_key=True),
    owner_column(),
    #: `protected` or `warning`.
    sa.Column("guard", sa.String(20), nullable=False),
    #: Class of the shipped lists: helpline, legal, health, taxi, ….
    sa.Column("class", CODE, nullable=False),
    #: The number, or the beginning of a range, with its label, reason and source, as JSON, sealed.
    sa.Column("entry_sealed", sa.LargeBinary, nullable=False),
    sa.Column("added_by", ID, nullable=False),
    sa.Column("added_at", MOMENT, nullable=False),
    sa.Column("removed_by", ID),
    sa.Column("removed_at", MOMENT),
    sa.Index("ix_guard_numbers_organisation", "organisation_id", "removed_at"),
)

#: Counts upwards with every change of an organisation's own number lists, so that a process knows what it holds is old.
guard_editions = sa.Table(
    "guard_editions",
    metadata,
    sa.Column("organisation_id", ID, sa.ForeignKey("organisations.id"), primary_key=True),
    sa.Column("edition", BIG, nullable=False),
)

#: Numbers that left earlier answers because they became protected, until it is too late to say that this was a mistake. Sealed with the
#: submission they were found in: nothing outside the seal tells which phone held something that is protected.
set_aside_numbers = sa.Table(
    "set_aside_numbers",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("organisation_id", ID, sa.ForeignKey("organisations.id"), nullable=False, index=True),
    sa.Column("number_sealed", sa.LargeBinary, nullable=False),
    sa.Column("expires_on", sa.String(10), nullable=False, index=True),
)
