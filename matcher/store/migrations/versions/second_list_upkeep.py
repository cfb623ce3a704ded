"""The upkeep of the line list: proposals, history, what a version finds and recalls, watches, local number lists."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add to the tables that were there, then make the new ones, those first that others refer to."""
    _add_columns()
    _make_column_mappings()
    _make_guard_editions()
    _make_guard_numbers()
    _make_list_imports()
    _make_list_changes()
    _make_list_proposals()
    _make_recalls()
    _make_retro_runs()
    _make_watches()
    _make_recall_notices()
    _make_watch_hits()


def _add_columns() -> None:
    op.add_column("alerts", sa.Column("recipient_id", sa.String(length=40), nullable=True))
    op.add_column("alerts", sa.Column("for_role", sa.String(length=20), nullable=True))
    op.add_column("alerts", sa.Column("recall_id", sa.String(length=40), nullable=True))
    op.create_index(op.f("ix_alerts_recipient_id"), "alerts", ["recipient_id"], unique=False)
    op.add_column("jobs", sa.Column("object_id", sa.String(length=40), nullable=True))
    op.create_index("ix_jobs_kind_object", "jobs", ["kind", "object_id"], unique=True)
    op.add_column("list_versions", sa.Column("content_format", sa.String(length=20), server_default="file", nullable=False))
    op.add_column("list_versions", sa.Column("proposal_id", sa.String(length=40), nullable=True))
    op.add_column("list_versions", sa.Column("reason_sealed", sa.LargeBinary(), nullable=True))
    op.add_column("matches", sa.Column("found_by", sa.String(length=20), server_default="screening", nullable=False))
    op.add_column("matches", sa.Column("list_version_id", sa.String(length=40), nullable=True))
    op.add_column("matches", sa.Column("number_sealed", sa.LargeBinary(), nullable=True))
    op.add_column("matches", sa.Column("told_sealed", sa.LargeBinary(), nullable=True))
    op.add_column("matches", sa.Column("recall_id", sa.String(length=40), nullable=True))
    op.add_column("matches", sa.Column("earlier_id", sa.String(length=40), nullable=True))
    op.create_index("ix_matches_organisation_number", "matches", ["organisation_id", "number_token"], unique=False)
    op.add_column("submissions", sa.Column("subject_token", sa.LargeBinary(length=32), nullable=True))
    op.add_column("submissions", sa.Column("concern_state", sa.String(length=20), nullable=True))
    op.create_index("ix_submissions_organisation_subject", "submissions", ["organisation_id", "subject_token"], unique=False)


def _make_column_mappings() -> None:
    op.create_table(
        "column_mappings",
        sa.Column("organisation_id", sa.String(length=40), nullable=False),
        sa.Column("header_hash", sa.String(length=64), nullable=False),
        sa.Column("mapping", sa.Text(), nullable=False),
        sa.Column("set_by", sa.String(length=40), nullable=False),
        sa.Column("set_at", sa.String(length=27), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_column_mappings_organisation_id_organisations")),
        sa.PrimaryKeyConstraint("organisation_id", "header_hash", name=op.f("pk_column_mappings")),
    )


def _make_guard_editions() -> None:
    op.create_table(
        "guard_editions",
        sa.Column("organisation_id", sa.String(length=40), nullable=False),
        sa.Column("edition", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_guard_editions_organisation_id_organisations")),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_guard_editions")),
    )


def _make_guard_numbers() -> None:
    op.create_table(
        "guard_numbers",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("organisation_id", sa.String(length=40), nullable=False),
        sa.Column("guard", sa.String(length=20), nullable=False),
        sa.Column("class", sa.String(length=60), nullable=False),
        sa.Column("entry_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("added_by", sa.String(length=40), nullable=False),
        sa.Column("added_at", sa.String(length=27), nullable=False),
        sa.Column("removed_by", sa.String(length=40), nullable=True),
        sa.Column("removed_at", sa.String(length=27), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_guard_numbers_organisation_id_organisations")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guard_numbers")),
    )
    op.create_index("ix_guard_numbers_organisation", "guard_numbers", ["organisation_id", "removed_at"], unique=False)


def _make_list_imports() -> None:
    op.create_table(
        "list_imports",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("organisation_id", sa.String(length=40), nullable=False),
        sa.Column("handed_in_by", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.String(length=27), nullable=False),
        sa.Column("expires_at", sa.String(length=27), nullable=False),
        sa.Column("is_preview", sa.Boolean(), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("manner_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_list_imports_organisation_id_organisations")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_imports")),
    )
    op.create_index(op.f("ix_list_imports_expires_at"), "list_imports", ["expires_at"], unique=False)


def _make_list_changes() -> None:
    op.create_table(
        "list_changes",
        sa.Column("version_id", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("record_id", sa.String(length=100), nullable=False),
        sa.Column("organisation_id", sa.String(length=40), nullable=False),
        sa.Column("line_id", sa.String(length=100), nullable=False),
        sa.Column("deed", sa.String(length=20), nullable=False),
        sa.Column("change_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_list_changes_organisation_id_organisations")),
        sa.ForeignKeyConstraint(["version_id"], ["list_versions.id"], name=op.f("fk_list_changes_version_id_list_versions")),
        sa.PrimaryKeyConstraint("version_id", "kind", "record_id", name=op.f("pk_list_changes")),
    )
    op.create_index("ix_list_changes_organisation_line", "list_changes", ["organisation_id", "line_id"], unique=False)


def _make_list_proposals() -> None:
    op.create_table(
        "list_proposals",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("organisation_id", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("origin", sa.String(length=20), nullable=False),
        sa.Column("proposed_by", sa.String(length=40), nullable=False),
        sa.Column("proposed_at", sa.String(length=27), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("is_restricted", sa.Boolean(), nullable=False),
        sa.Column("base_version_id", sa.String(length=40), nullable=True),
        sa.Column("changes_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("decided_by", sa.String(length=40), nullable=True),
        sa.Column("decided_at", sa.String(length=27), nullable=True),
        sa.Column("decision_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("version_id", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(["base_version_id"], ["list_versions.id"], name=op.f("fk_list_proposals_base_version_id_list_versions")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_list_proposals_organisation_id_organisations")),
        sa.ForeignKeyConstraint(["version_id"], ["list_versions.id"], name=op.f("fk_list_proposals_version_id_list_versions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_proposals")),
    )
    op.create_index("ix_list_proposals_organisation_state", "list_proposals", ["organisation_id", "state", "proposed_at"], unique=False)


def _make_recalls() -> None:
    op.create_table(
        "recalls",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("organisation_id", sa.String(length=40), nullable=False),
        sa.Column("version_id", sa.String(length=40), nullable=False),
        sa.Column("record_id", sa.String(length=100), nullable=False),
        sa.Column("line_id", sa.String(length=100), nullable=False),
        sa.Column("owner_unit", sa.Text(), nullable=True),
        sa.Column("cause", sa.String(length=30), nullable=False),
        sa.Column("created_at", sa.String(length=27), nullable=False),
        sa.Column("finished_at", sa.String(length=27), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_recalls_organisation_id_organisations")),
        sa.ForeignKeyConstraint(["version_id"], ["list_versions.id"], name=op.f("fk_recalls_version_id_list_versions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recalls")),
        sa.UniqueConstraint("version_id", "record_id", name=op.f("uq_recalls_version_id_record_id")),
    )


def _make_retro_runs() -> None:
    op.create_table(
        "retro_runs",
        sa.Column("version_id", sa.String(length=40), nullable=False),
        sa.Column("organisation_id", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("created_at", sa.String(length=27), nullable=False),
        sa.Column("finished_at", sa.String(length=27), nullable=True),
        sa.Column("numbers_done", sa.Integer(), nullable=False),
        sa.Column("numbers", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_retro_runs_organisation_id_organisations")),
        sa.ForeignKeyConstraint(["version_id"], ["list_versions.id"], name=op.f("fk_retro_runs_version_id_list_versions")),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_retro_runs")),
    )


def _make_watches() -> None:
    op.create_table(
        "watches",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("organisation_id", sa.String(length=40), nullable=False),
        sa.Column("unit_id", sa.String(length=40), nullable=False),
        sa.Column("owner_id", sa.String(length=40), nullable=False),
        sa.Column("target_kind", sa.String(length=20), nullable=False),
        sa.Column("target_token", sa.LargeBinary(length=32), nullable=False),
        sa.Column("target_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("is_restricted", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.String(length=27), nullable=False),
        sa.Column("expires_at", sa.String(length=27), nullable=False),
        sa.Column("ended_at", sa.String(length=27), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_watches_organisation_id_organisations")),
        sa.ForeignKeyConstraint(["owner_id"], ["accounts.id"], name=op.f("fk_watches_owner_id_accounts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watches")),
    )
    op.create_index("ix_watches_organisation_target", "watches", ["organisation_id", "target_token"], unique=False)
    op.create_index(op.f("ix_watches_owner_id"), "watches", ["owner_id"], unique=False)


def _make_recall_notices() -> None:
    op.create_table(
        "recall_notices",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("organisation_id", sa.String(length=40), nullable=False),
        sa.Column("recall_id", sa.String(length=40), nullable=False),
        sa.Column("submission_id", sa.String(length=40), nullable=False),
        sa.Column("alert_id", sa.String(length=40), nullable=False),
        sa.Column("recipient", sa.String(length=40), nullable=False),
        sa.Column("is_restricted", sa.Boolean(), nullable=False),
        sa.Column("restored_by", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.String(length=27), nullable=False),
        sa.Column("read_at", sa.String(length=27), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_recall_notices_organisation_id_organisations")),
        sa.ForeignKeyConstraint(["recall_id"], ["recalls.id"], name=op.f("fk_recall_notices_recall_id_recalls")),
        sa.ForeignKeyConstraint(["submission_id"], ["submissions.id"], name=op.f("fk_recall_notices_submission_id_submissions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recall_notices")),
        sa.UniqueConstraint(
            "recall_id",
            "submission_id",
            "alert_id",
            "recipient",
            "restored_by",
            name=op.f("uq_recall_notices_told_once"),
        ),
    )
    op.create_index(op.f("ix_recall_notices_alert_id"), "recall_notices", ["alert_id"], unique=False)
    op.create_index(op.f("ix_recall_notices_submission_id"), "recall_notices", ["submission_id"], unique=False)


def _make_watch_hits() -> None:
    op.create_table(
        "watch_hits",
        sa.Column("watch_id", sa.String(length=40), nullable=False),
        sa.Column("submission_id", sa.String(length=40), nullable=False),
        sa.Column("alert_id", sa.String(length=40), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.ForeignKeyConstraint(["alert_id"], ["alerts.id"], name=op.f("fk_watch_hits_alert_id_alerts")),
        sa.ForeignKeyConstraint(["submission_id"], ["submissions.id"], name=op.f("fk_watch_hits_submission_id_submissions")),
        sa.ForeignKeyConstraint(["watch_id"], ["watches.id"], name=op.f("fk_watch_hits_watch_id_watches")),
        sa.PrimaryKeyConstraint("watch_id", "submission_id", name=op.f("pk_watch_hits")),
    )
