"""The tables of what is handed in or asked, of the work it makes, and of what came of it."""

from __future__ import annotations

import sqlalchemy as sa

from matcher.store.schema.columns import BIG, CODE, HASH, ID, MOMENT, metadata, owner_column

submissions = sa.Table(
    "submissions",
    metadata,
    sa.Column("id", ID, primary_key=True),
    owner_column(),
    sa.Column("unit_id", ID, nullable=False),
    sa.Column("submitter_id", ID, sa.ForeignKey("accounts.id"), nullable=False, index=True),
    sa.Column("status", sa.String(20), nullable=False),
    #: Why it was refused or failed.
    sa.Column("code", CODE),
    #: How much of the file has been read, in thousandths.
    sa.Column("progress", sa.Integer, nullable=False, default=0),
    sa.Column("created_at", MOMENT, nullable=False),
    sa.Column("updated_at", MOMENT, nullable=False),
    #: Moment the answer is judged at; the same in every run again.
    sa.Column("judged_at", MOMENT),
    sa.Column("metadata_sealed", sa.LargeBinary),
    #: Areas the case touches, in small letters, each between line feeds: found with LIKE.
    sa.Column("areas", sa.Text, nullable=False, default=""),
    #: Names of the roles its alerts go to, separated by commas.
    sa.Column("routed_to", sa.String(200), nullable=False, default=""),
    sa.Column("file_name_sealed", sa.LargeBinary),
    #: Empty once erased.
    sa.Column("file_sha256", HASH, nullable=False),
    sa.Column("file_size", BIG, nullable=False),
    #: Key of the original, wrapped; None when the original is gone.
    sa.Column("original_key", sa.LargeBinary),
    sa.Column("list_version_id", ID, sa.ForeignKey("list_versions.id")),
    #: Whether it held one number or none (AR-25); None until it was read.
    sa.Column("is_tiny", sa.Boolean),
    sa.Column("erased_at", MOMENT),
    #: Keyed hash of the reference of the subject: their other submissions are found by it. None once erased.
    sa.Column("subject_token", sa.LargeBinary(32)),
    #: How the one concern stands that partners are told instead of its alerts; None where nobody of them has acted.
    sa.Column("concern_state", sa.String(20)),
    #: When it was stated that the person was found, with a later submission about the same episode that was erased; None where none was.
    sa.Column("found_since", MOMENT),
    sa.Index("ix_submissions_organisation_subject", "organisation_id", "subject_token"),
    sa.Index("ix_submissions_organisation_created", "organisation_id", "created_at"),
    sa.Index("ix_submissions_organisation_file", "organisation_id", "file_sha256"),
)

#: What happened to a submission, for those who watch it: statuses and progress, nothing of its content.
submission_events = sa.Table(
    "submission_events",
    metadata,
    sa.Column("submission_id", ID, sa.ForeignKey("submissions.id"), primary_key=True),
    #: Counted from 1 within the submission: a count over all would tell how busy others are.
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", MOMENT, nullable=False),
    sa.Column("status", sa.String(20), nullable=False),
    sa.Column("progress", sa.Integer, nullable=False),
)

jobs = sa.Table(
    "jobs",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("submission_id", ID, index=True),
    #: What it is about where that is no submission: a version of the list.
    sa.Column("object_id", ID),
    #: `waiting`, `leased`, `done`, `dead`.
    sa.Column("state", sa.String(20), nullable=False),
    sa.Column("created_at", MOMENT, nullable=False),
    sa.Column("run_after", MOMENT, nullable=False),
    sa.Column("lease_owner", sa.String(80)),
    sa.Column("lease_until", MOMENT),
    sa.Column("attempts", sa.Integer, nullable=False, default=0),
    sa.Column("finished_at", MOMENT),
    sa.UniqueConstraint("kind", "submission_id"),
    sa.Index("ix_jobs_kind_object", "kind", "object_id", unique=True),
    sa.Index("ix_jobs_state_run_after", "state", "run_after"),
)

#: Answers: as the cleared see them, as if restricted lines were not there, and for each unit that owns some as if those of others were not.
results = sa.Table(
    "results",
    metadata,
    sa.Column("submission_id", ID, sa.ForeignKey("submissions.id"), primary_key=True),
    #: `whole`, `open`, `own`, or `unreviewed`.
    sa.Column("audience", sa.String(10), primary_key=True),
    sa.Column("list_version_id", ID, nullable=False),
    sa.Column("created_at", MOMENT, nullable=False),
    sa.Column("output_sha256", HASH, nullable=False),
    sa.Column("answer_sealed", sa.LargeBinary, nullable=False),
)

matches = sa.Table(
    "matches",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("submission_id", ID, sa.ForeignKey("submissions.id"), nullable=False, index=True),
    owner_column(),
    sa.Column("line_id", sa.String(100), nullable=False),
    sa.Column("number_token", sa.LargeBinary(32), nullable=False),
    sa.Column("grade", sa.String(1), nullable=False),
    #: True when it exists only for those who may see the line.
    sa.Column("is_restricted", sa.Boolean, nullable=False),
    #: `unreviewed`, `confirmed`, `rejected`, `withheld`.
    sa.Column("state", sa.String(20), nullable=False),
    sa.Column("reviewer_id", ID),
    sa.Column("reviewed_at", MOMENT),
    sa.Column("reason_sealed", sa.LargeBinary),
    #: `screening`, or `retro-match` where a later version of the list found it.
    sa.Column("found_by", sa.String(20), nullable=False, server_default="screening"),
    #: The version that found it where that was a later one.
    sa.Column("list_version_id", ID),
    #: The number where no answer holds it: a later version found it.
    sa.Column("number_sealed", sa.LargeBinary),
    #: What is told of it where no answer holds it, as JSON.
    sa.Column("told_sealed", sa.LargeBinary),
    #: Set when the list took the number back.
    sa.Column("recall_id", ID),
    #: The match of an earlier file of the same person, by whose rejection this one stands rejected from the beginning.
    sa.Column("earlier_id", ID),
    sa.UniqueConstraint("submission_id", "line_id", "number_token"),
    sa.Index("ix_matches_organisation_number", "organisation_id", "number_token"),
)

alerts = sa.Table(
    "alerts",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("submission_id", ID, sa.ForeignKey("submissions.id"), index=True),
    owner_column(),
    #: What it is about where that is no submission: an account (AR-25), or an entry of the protected numbers.
    sa.Column("about_id", ID, index=True),
    #: The alert that is shown to those who may not see this one.
    sa.Column("instead_of", ID),
    sa.Column("rule", sa.String(20), nullable=False),
    sa.Column("urgency", sa.String(2), nullable=False),
    sa.Column("is_restricted", sa.Boolean, nullable=False),
    sa.Column("created_at", MOMENT, nullable=False),
    sa.Column("body_sealed", sa.LargeBinary, nullable=False),
    #: `open`, `acknowledged`, `closed`.
    sa.Column("state", sa.String(20), nullable=False),
    #: The one account that may see it; None where roles decide.
    sa.Column("recipient_id", ID, index=True),
    #: The one role that may see it where it stands in no answer; None where recipients decide.
    sa.Column("for_role", sa.String(20)),
    #: Set when what it rests on was taken back.
    sa.Column("recall_id", ID),
    sa.Index("ix_alerts_organisation_created", "organisation_id", "created_at"),
)

#: Alerts of an answer that were not raised, for one about the same person in the same episode says the same and stands: it was seen again.
repeated_alerts = sa.Table(
    "repeated_alerts",
    metadata,
    #: The id it has in the answer of its submission.
    sa.Column("id", ID, primary_key=True),
    sa.Column("submission_id", ID, sa.ForeignKey("submissions.id"), nullable=False, index=True),
    owner_column(),
    #: The one that was raised. No key of the database: whoever acts on that one would wait for whoever screens, and the other way round.
    sa.Column("alert_id", ID, nullable=False, index=True),
    #: As with the one that was raised.
    sa.Column("is_restricted", sa.Boolean, nullable=False),
    #: Whether partners have a concern by it.
    sa.Column("is_of_concern", sa.Boolean, nullable=False),
    sa.Column("created_at", MOMENT, nullable=False),
)

#: Written with the alert they tell of; sent by a worker.
outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("alert_id", ID, sa.ForeignKey("alerts.id"), nullable=False, index=True),
    sa.Column("created_at", MOMENT, nullable=False),
    sa.Column("sent_at", MOMENT),
    sa.Column("attempts", sa.Integer, nullable=False, default=0),
)

#: Numbers of third parties that match nothing: a keyed token to find them again, and the number under a second key.
unmatched_numbers = sa.Table(
    "unmatched_numbers",
    metadata,
    sa.Column("submission_id", ID, sa.ForeignKey("submissions.id"), primary_key=True),
    sa.Column("token", sa.LargeBinary(32), primary_key=True),
    owner_column(),
    sa.Column("number_sealed", sa.LargeBinary, nullable=False),
    sa.Column("expires_on", sa.String(10), nullable=False),
    sa.Index("ix_unmatched_numbers_organisation_token", "organisation_id", "token"),
    sa.Index("ix_unmatched_numbers_expires", "expires_on"),
)

#: Typed look-ups, to hold them to their caps: how many, by whom, when. One row for each number; which one it was is kept as its token.
checks = sa.Table(
    "checks",
    metadata,
    sa.Column("id", ID, primary_key=True),
    #: Place of the number in the question, counted from 0.
    sa.Column("place", sa.Integer, primary_key=True, autoincrement=False),
    #: That of its event in the audit trail: rows become visible in this order, so whoever read up to one has read all before it.
    sa.Column("sequence", BIG, nullable=False, index=True),
    owner_column(),
    sa.Column("account_id", ID, nullable=False),
    sa.Column("at", MOMENT, nullable=False, index=True),
    #: Of the whole question.
    sa.Column("numbers", sa.Integer, nullable=False),
    sa.Column("reference_token", sa.LargeBinary(32), nullable=False),
    #: Tells when one number is asked for again and again (AR-25); None for a text that is no number, and for a protected one.
    sa.Column("number_token", sa.LargeBinary(32)),
    #: What it was answered from, so that a repeated request is answered the same.
    sa.Column("list_version_id", ID, nullable=False),
)
