"""The settings of the service: one frozen value, whole and checked before anything starts.

What lives here: what may be set, its bounds, its default and its meaning, from which `docs/reference/settings.md` is rendered. What does
not: where values come from (`settings_sources`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, ByteSize, Field, IPvAnyNetwork, SecretStr, StringConstraints, model_validator
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

from config.door import FOLDER

#: What the names of settings begin with in the environment.
PREFIX = "LINEWATCH_"

#: Settings that are taken from a file only: the environment of a process is seen by too many.
FROM_FILE_ONLY = frozenset({"oidc_client_secret", "metrics_token"})

_MINUTES_OF_A_DAY = 24 * 60


def _absolute(path: Path) -> Path:
    return path.expanduser().absolute()


def _parted(value: object) -> object:
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


def _paired(value: object) -> object:
    if not isinstance(value, str):
        return value
    pairs = [part.partition("=") for part in value.split(",") if part.strip()]
    if not all(equals for _, equals, _ in pairs):
        raise ValueError("is written as name=role, name=role")
    return {name.strip(): role.strip() for name, _, role in pairs}


def _database(url: SecretStr) -> SecretStr:
    if not url.get_secret_value().startswith(("sqlite:///", "postgresql://")):
        raise ValueError("is written as sqlite:///file or postgresql://user@host/name")
    return url


def _web(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username or parts.query or parts.fragment:
        raise ValueError("is written as https://host or https://host/path")
    return url.rstrip("/")


def _confidential(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in {"localhost", "127.0.0.1", "::1"}:
        raise ValueError("begins with https://, unless it is on this machine")
    return url


UserPath = Annotated[Path, AfterValidator(_absolute)]
WebAddress = Annotated[str, AfterValidator(_web)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Seconds = Annotated[int, Field(ge=1, le=24 * 3600)]
Minutes = Annotated[int, Field(ge=1, le=_MINUTES_OF_A_DAY)]
Cap = Annotated[int, Field(ge=1, le=1_000_000_000)]
Size = Annotated[ByteSize, Field(ge=0)]
RoleName = Literal["submitter", "coordinator", "analyst", "reviewer", "safeguarding", "supervisor", "auditor", "admin"]


def _setting(meaning: str, default: Any = None, **more: Any) -> Any:  # noqa: ANN401 - as the function it stands for
    return Field(default=default, description=meaning, **more)


def _in_data_folder(meaning: str, name: str, *, begin: str = "") -> Any:  # noqa: ANN401 - as the function it stands for
    return Field(
        default_factory=lambda data: f"{begin}{data['data_dir'] / name}",
        description=meaning,
        json_schema_extra={"shown": f"`{name}` in the data folder"},
    )


class Settings(BaseSettings):
    """Everything the service is told. Making one takes nothing from the environment: `settings_sources.load_settings` does."""

    model_config = SettingsConfigDict(frozen=True, extra="forbid", validate_default=True, hide_input_in_errors=True)

    data_dir: UserPath = _setting("Folder of everything the service keeps.", Path("data"))
    database_url: Annotated[SecretStr, AfterValidator(_database)] = _in_data_folder(
        "Address of the database: `sqlite:///…` or `postgresql://…`.", "linewatch.db", begin="sqlite:///"
    )
    key_file: UserPath = _in_data_folder("File of the master keys, readable by the user of the service alone.", "linewatch.key")
    config_dir: UserPath = _setting(
        "Folder with rules/, numbers/, matching.yaml and hygiene.yaml.", FOLDER, json_schema_extra={"shown": "as shipped"}
    )
    region: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] = _setting(
        "Country whose way of writing numbers is meant where a number names none.", "GB"
    )
    test_numbers: bool = _setting(
        "`1` admits the unassigned +44 4 and +44 6 ranges as numbers, for load tests and simulation. The command line takes it too.",
        default=False,
    )
    log_level: Literal["debug", "info", "warning", "error"] = _setting("From which weight on events are logged.", "info")

    host: Name = _setting("Address to listen on.", "127.0.0.1")
    port: Annotated[int, Field(ge=0, le=65535)] = _setting("Port to listen on; `0` takes any free one.", 8080)
    workers: Annotated[int, Field(ge=1, le=64)] = _setting("Processes that answer requests.", 1)
    worker_processes: Annotated[int, Field(ge=0, le=64)] = _setting("Processes that read and match what was handed in.", 1)
    public_url: WebAddress | None = _setting("Address under which people reach the service, where a proxy stands before it.")
    tls_certificate: UserPath | None = _setting("Certificate with its chain (PEM), where the service speaks TLS itself.")
    tls_key: UserPath | None = _setting("Private key of that certificate (PEM).")
    trusted_proxies: Annotated[tuple[IPvAnyNetwork, ...], NoDecode, BeforeValidator(_parted)] = _setting(
        "Networks of the proxies whose `X-Forwarded-` headers are believed, separated by commas.", ()
    )
    metrics_token: SecretStr | None = _setting("Bearer token that opens `/metrics`; without one only this machine may read it.")

    upload_limit_bytes: Annotated[ByteSize, Field(ge=1)] = _setting("Largest file that is taken.", "2GiB")
    user_quota_bytes: Size = _setting("What one person's uploads may amount to in a day.", "20GiB")
    total_quota_bytes: Size = _setting("What all originals that are kept may amount to.", "500GiB")
    free_space_floor_bytes: Size = _setting("What uploads leave free on the disk, for the database.", "1GiB")
    keep_originals: bool = _setting("Keeps the sealed file after it was read, so that it can be read again.", default=False)
    retain_unmatched: Literal["none", "tokens"] = _setting(
        "What is kept of numbers that match nothing: `none`, or `tokens` (keyed, and the number sealed, without label or name).", "tokens"
    )
    retain_unmatched_days: Annotated[int, Field(ge=1, le=3650)] = _setting("How long they are kept.", 90)
    retain_checks_days: Annotated[int, Field(ge=8, le=3650)] = _setting(
        "How long typed look-ups are kept, as tokens, to hold them to their caps. Who asked when stays in the audit trail.", 90
    )
    release_policy: Literal["immediate", "reviewed"] = _setting(
        "Whether whoever handed a phone in, and coordinators, see a match at once, marked as unreviewed, or only after a reviewer confirmed"
        " it. Reviewers, analysts, supervisors and auditors see it at once, and safeguarding partners the concern without number and line:"
        " a child does not wait for a review.",
        "immediate",
    )

    require_sandbox: bool = _setting("Reads nothing on a machine that cannot lock the readers in.", default=True)
    jail_memory_bytes: Annotated[ByteSize, Field(ge=64 << 20)] = _setting("Memory a reader may take.", "1GiB")
    jail_cpu_seconds: Seconds | None = _setting("Processor time a reader may take; by the size of the file where none is set.")
    jail_wall_seconds: Seconds | None = _setting("Time a reader may take; by the size of the file where none is set.")

    session_idle_minutes: Minutes = _setting("After this time without a request a session ends.", 15)
    session_absolute_minutes: Minutes = _setting("After this time it ends in any case.", 12 * 60)
    password_min_length: Annotated[int, Field(ge=8, le=128)] = _setting("Shortest password, in characters.", 15)
    lockout_failures: Annotated[int, Field(ge=1, le=100)] = _setting("Failed sign-ins in a row after which an account waits.", 5)
    lockout_minutes: Minutes = _setting("How long it waits.", 15)
    address_failures: Cap = _setting(
        "Failed sign-ins from one address, under whatever names, after which further ones from there are slowed; an office shares one.", 30
    )
    address_seconds: Seconds = _setting("How far apart further ones may come from there then, in seconds.", 30)

    check_numbers_per_request: Cap = _setting("Typed numbers that may be asked for at once.", 20)
    check_requests_per_minute: Cap = _setting("Requests of one person in a minute.", 30)
    check_numbers_per_hour: Cap = _setting("Typed numbers of one person in an hour.", 60)
    check_numbers_per_day: Cap = _setting("Typed numbers of one person in a day.", 200)
    check_single_per_hour: Cap = _setting("Requests of one person for a single number in an hour.", 30)
    check_reference_numbers_per_day: Cap = _setting("Typed numbers under one reference in a day, whoever asks.", 200)
    check_organisation_numbers_per_hour: Cap = _setting("Typed numbers of all people of an organisation in an hour.", 1000)
    check_organisation_numbers_per_day: Cap = _setting("Typed numbers of all people of an organisation in a day.", 5000)
    check_same_number_per_day: Cap = _setting("Requests of one person for the same number in a day, before the auditor is told.", 5)
    tiny_submissions_per_hour: Cap = _setting("Files of one person in an hour that hold a single number, before the auditor is told.", 5)
    refusals_per_hour: Cap = _setting("Refused requests of one person in an hour, before the auditor is told.", 5)

    oidc_issuer: Annotated[WebAddress, AfterValidator(_confidential)] | None = _setting(
        "Identity provider (OpenID Connect); without one there are local accounts only."
    )
    oidc_client_id: Name | None = _setting("Name the provider knows the service by.")
    oidc_client_secret: SecretStr | None = _setting("Secret that goes with it.")
    oidc_username_claim: Name = _setting("Claim that names the account.", "preferred_username")
    oidc_organisation_claim: Name = _setting("Claim that names the organisation.", "organisation")
    oidc_unit_claim: Name = _setting("Claim that names the unit.", "unit")
    oidc_roles_claim: Name = _setting("Claim that lists roles or groups.", "roles")
    oidc_roles: Annotated[dict[Name, RoleName], NoDecode, BeforeValidator(_paired)] = _setting(
        "What a listed role or group means here, as `group=role, group=role`; a group that is not named means nothing.", {}
    )

    @model_validator(mode="after")
    def _goes_together(self) -> Self:
        if (self.tls_certificate is None) != (self.tls_key is None):
            raise ValueError("tls_certificate and tls_key are set together")
        if self.oidc_issuer is not None and self.oidc_client_id is None:
            raise ValueError("oidc_issuer needs oidc_client_id")
        if self.session_absolute_minutes < self.session_idle_minutes:
            raise ValueError("session_absolute_minutes is at least session_idle_minutes")
        return self

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Take what is given and nothing else, so that a test says all there is."""
        del settings_cls, env_settings, dotenv_settings, file_secret_settings
        return (init_settings,)
