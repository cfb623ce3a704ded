"""Settings come from the command line, the environment, a file and the defaults, and every fault is told at once."""

from __future__ import annotations

import os

import pytest
from pydantic import ValidationError

from config.door import FOLDER
from config.settings import PREFIX, Settings
from config.settings_sources import BadSettings, load_settings
from matcher.domain.access.actor import Role
from matcher.domain.access.check_limits import Caps


@pytest.fixture(autouse=True)
def _empty_place(tmp_path, monkeypatch):
    """A folder of its own and nothing in the environment."""
    for name in [each for each in os.environ if each.upper().startswith("LINEWATCH_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def toml(tmp_path):
    """Write the file of the data folder."""

    def write(text: str | bytes, name: str = "data/linewatch.toml") -> None:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)

    return write


def faults(**given: object) -> list[tuple[str, str]]:
    """Place and sentence of every fault."""
    with pytest.raises(BadSettings) as caught:
        load_settings(**given)
    return [tuple(each) for each in caught.value.faults]


def test_everything_has_a_default(tmp_path):
    """With nothing said the service keeps its things in ./data, listens to this machine only and keeps tokens for 90 days."""
    settings = load_settings()

    assert settings == Settings()
    assert settings.data_dir == tmp_path / "data"
    assert settings.key_file == tmp_path / "data" / "linewatch.key"
    assert settings.database_url.get_secret_value() == f"sqlite:///{tmp_path}/data/linewatch.db"
    assert (settings.host, settings.port) == ("127.0.0.1", 8080)
    assert (settings.upload_limit_bytes, settings.require_sandbox) == (2 * 1024**3, True)
    assert (settings.release_policy, settings.retain_unmatched, settings.retain_unmatched_days) == ("immediate", "tokens", 90)
    assert (settings.keep_originals, settings.test_numbers, settings.config_dir) == (False, False, FOLDER)


def test_what_is_near_wins(toml, monkeypatch):
    """The command line goes before the environment, that before the file, and that before the default."""
    toml('host = "0.0.0.0"\nport = 1\nworkers = 2\nregion = "IE"\n')
    monkeypatch.setenv("LINEWATCH_PORT", "2")
    monkeypatch.setenv("LINEWATCH_WORKERS", "3")
    settings = load_settings(workers=4, host=None)

    assert (settings.region, settings.host, settings.port, settings.workers) == ("IE", "0.0.0.0", 2, 4)


def test_the_data_folder_carries_the_rest(tmp_path):
    """Key file and database follow the data folder unless they are named."""
    settings = load_settings(data_dir=tmp_path / "else", key_file=tmp_path / "stick" / "a.key")

    assert settings.key_file == tmp_path / "stick" / "a.key"
    assert settings.database_url.get_secret_value() == f"sqlite:///{tmp_path}/else/linewatch.db"


def test_the_file_is_found_where_it_is_named(toml, monkeypatch, tmp_path):
    """`LINEWATCH_CONFIG` names the file; otherwise the one of the data folder is read, wherever that is."""
    toml("port = 1\n", "data/linewatch.toml")
    toml("port = 2\n", "elsewhere/linewatch.toml")
    toml("port = 3\n", "elsewhere/other.toml")

    assert load_settings().port == 1
    monkeypatch.setenv("LINEWATCH_DATA_DIR", str(tmp_path / "elsewhere"))
    assert load_settings().port == 2
    monkeypatch.setenv("LINEWATCH_CONFIG", str(tmp_path / "elsewhere" / "other.toml"))
    assert load_settings().port == 3


def test_lists_and_sizes_are_written_as_people_write_them(monkeypatch, toml):
    """Commas, pairs and units are read in the environment, lists and groups in the file."""
    monkeypatch.setenv("LINEWATCH_TRUSTED_PROXIES", "10.0.0.0/8, ::1")
    monkeypatch.setenv("LINEWATCH_UPLOAD_LIMIT_BYTES", "500MiB")
    toml('[oidc_roles]\n"police-analysts" = "analyst"\n')
    settings = load_settings()

    assert [str(each) for each in settings.trusted_proxies] == ["10.0.0.0/8", "::1/128"]
    assert settings.upload_limit_bytes == 500 * 1024**2
    assert settings.oidc_roles == {"police-analysts": "analyst"}
    monkeypatch.setenv("LINEWATCH_OIDC_ROLES", "a = auditor,b=admin")
    assert load_settings().oidc_roles == {"a": "auditor", "b": "admin"}


def test_an_empty_variable_says_nothing(monkeypatch):
    """A variable that a compose file passes on empty is as good as none."""
    monkeypatch.setenv("LINEWATCH_PUBLIC_URL", "")
    monkeypatch.setenv("LINEWATCH_PORT", "")

    assert load_settings() == Settings()


def test_the_test_namespace_is_one_variable(monkeypatch):
    """`LINEWATCH_TEST_NUMBERS=1` is what the command line reads too."""
    monkeypatch.setenv("LINEWATCH_TEST_NUMBERS", "1")

    assert load_settings().test_numbers is True


def test_all_faults_are_told_at_once(monkeypatch, toml):
    """Command line, environment and file are told together, each with its place."""
    monkeypatch.setenv("LINEWATCH_PORT", "70000")
    monkeypatch.setenv(f"{PREFIX}PROT", "1")
    monkeypatch.setenv("LINEWATCH_KEEP_ORIGINALS", "perhaps")
    toml('region = "GB"\nrelease_policy = "never"\n\nupload_limit = 3\nretain_unmatched_days = 1.5\n')

    assert faults(workers=0) == [
        ("--workers", "is 1 or more"),
        ("LINEWATCH_KEEP_ORIGINALS", "is true or false"),
        ("LINEWATCH_PORT", "is 65535 or less"),
        (f"{PREFIX}PROT", "is no setting"),
        ("linewatch.toml, line 2", "release_policy is one of 'immediate' or 'reviewed'"),
        ("linewatch.toml, line 4", "upload_limit is no setting"),
        ("linewatch.toml, line 5", "retain_unmatched_days is a whole number"),
    ]


@pytest.mark.parametrize(
    ("variable", "value", "sentence"),
    [
        ("DATABASE_URL", "mysql://a:hunter2@b/c", "is written as sqlite:///file or postgresql://user@host/name"),
        ("DATABASE_URL", "hunter2", "is written as sqlite:///file or postgresql://user@host/name"),
        ("PUBLIC_URL", "ftp://hunter2", "is written as https://host or https://host/path"),
        ("PUBLIC_URL", "https://hunter2:x@host", "is written as https://host or https://host/path"),
        ("OIDC_ISSUER", "http://idp.example/hunter2", "begins with https://, unless it is on this machine"),
        ("TRUSTED_PROXIES", "10.0.0.0/8,hunter2", "holds what is no network"),
        ("UPLOAD_LIMIT_BYTES", "hunter2", "is a size such as 500MiB"),
        ("UPLOAD_LIMIT_BYTES", "3 hunter2", "is a size such as 500MiB"),
        ("OIDC_ROLES", "hunter2", "is written as name=role, name=role"),
        (
            "OIDC_ROLES",
            "a=hunter2",
            "is one of 'submitter', 'coordinator', 'analyst', 'reviewer', 'safeguarding', 'supervisor', 'auditor' or 'admin'",
        ),
        ("REGION", "hunter2", "is a country code such as GB"),
        ("SESSION_IDLE_MINUTES", "hunter2", "is a whole number"),
        ("PASSWORD_MIN_LENGTH", "7", "is 8 or more"),
        ("HOST", " ", "is empty"),
        ("METRICS_TOKEN", "hunter2", "is taken from a file: name it in LINEWATCH_METRICS_TOKEN_FILE"),
        ("OIDC_CLIENT_SECRET", "hunter2", "is taken from a file: name it in LINEWATCH_OIDC_CLIENT_SECRET_FILE"),
        ("METRICS_TOKEN_FILE", "hunter2", "names a file that cannot be read: No such file or directory"),
        ("CONFIG_", "hunter2", "is no setting"),
    ],
)
def test_a_fault_says_what_belongs_there_and_never_what_stood_there(monkeypatch, variable, value, sentence):
    """Each kind of fault has one sentence, and no value is quoted."""
    monkeypatch.setenv(f"LINEWATCH_{variable}", value)

    told = faults()

    assert told == [(f"LINEWATCH_{variable}", sentence)]
    assert "hunter2" not in str(told)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"tls_certificate": "a.pem"}, "tls_certificate and tls_key are set together"),
        ({"tls_key": "a.pem"}, "tls_certificate and tls_key are set together"),
        ({"oidc_issuer": "https://idp.example"}, "oidc_issuer needs oidc_client_id"),
        ({"session_absolute_minutes": 5}, "session_absolute_minutes is at least session_idle_minutes"),
    ],
)
def test_what_goes_together_is_checked_together(given, sentence):
    """Half a certificate, half an identity provider and a session that ends before it is idle are refused."""
    assert faults(**given) == [("settings", sentence)]


@pytest.mark.parametrize(
    ("text", "place", "sentence"),
    [
        pytest.param("port = \n", "linewatch.toml, line 1", "is not TOML", id="no value"),
        pytest.param("port = 1\nport = 2\n", "linewatch.toml, line 2", "is not TOML", id="a key twice"),
        pytest.param(b"# \xff\n", "linewatch.toml, line 1", "is not UTF-8 text", id="no text"),
        pytest.param("#" * 1_000_001, "linewatch.toml", "has more than 1000000 bytes", id="too large"),
        pytest.param(
            'metrics_token = "hunter2"\n', "linewatch.toml", "metrics_token is taken from a file: name it in metrics_token_file", id="x"
        ),
        pytest.param('"07700 900123" = 1\n', "linewatch.toml", "a key is no setting", id="a number for a key"),
        pytest.param(
            'database_url = "sqlite:///a"\ndatabase_url_file = "b"\n',
            "linewatch.toml, line 1",
            "database_url stands beside the file it is taken from",
            id="twice",
        ),
    ],
)
def test_a_file_that_cannot_be_used_is_told_with_its_line(toml, text, place, sentence):
    """Whatever is wrong with the file, it is one of the faults."""
    toml(text)

    told = faults()

    assert (place, sentence) in told
    assert "hunter2" not in str(told)
    assert "900123" not in str(told)


def test_a_file_that_is_named_has_to_be_there(monkeypatch):
    """A file that `LINEWATCH_CONFIG` names is not passed over, and faults of the environment are told beside it."""
    monkeypatch.setenv("LINEWATCH_CONFIG", "nowhere.toml")
    monkeypatch.setenv("LINEWATCH_PORT", "x")

    assert faults() == [("LINEWATCH_PORT", "is a whole number"), ("nowhere.toml", "cannot be read: No such file or directory")]


def test_a_data_folder_that_is_none_is_one_fault():
    """What follows from the data folder is not told as well."""
    assert faults(data_dir=5) == [("--data-dir", "is a path")]


def test_secrets_come_from_files(toml, tmp_path, monkeypatch):
    """A secret may stand in a file of its own, whose last line break is none of it."""
    (tmp_path / "secret").write_text("hunter2 and more\n")
    (tmp_path / "address").write_text("postgresql://linewatch:hunter2@db/linewatch\n")
    toml('metrics_token_file = "secret"\ndatabase_url = "sqlite:///a.db"\n')
    monkeypatch.setenv("LINEWATCH_OIDC_CLIENT_SECRET_FILE", "secret")
    monkeypatch.setenv("LINEWATCH_DATABASE_URL_FILE", "address")
    settings = load_settings()

    assert settings.metrics_token.get_secret_value() == "hunter2 and more"
    assert settings.oidc_client_secret.get_secret_value() == "hunter2 and more"
    assert settings.database_url.get_secret_value() == "postgresql://linewatch:hunter2@db/linewatch"


def test_an_empty_secret_is_none(tmp_path, monkeypatch):
    """A file without a secret is refused: a token of nothing would open the door."""
    (tmp_path / "secret").write_text("\n")
    monkeypatch.setenv("LINEWATCH_METRICS_TOKEN_FILE", "secret")

    assert faults() == [("LINEWATCH_METRICS_TOKEN_FILE", "names a file that is empty")]


def test_settings_show_no_secret(tmp_path):
    """What is printed of the settings, as text, as values and as JSON, hides every secret."""
    (tmp_path / "secret").write_text("hunter2")
    settings = load_settings(
        database_url="postgresql://a:hunter2@b/c",
        metrics_token_file="secret",
        oidc_client_secret_file="secret",
    )

    assert "hunter2" not in f"{settings!r} {settings} {settings.model_dump()} {settings.model_dump_json()}"


def test_settings_do_not_change():
    """Nothing sets a setting after the start."""
    with pytest.raises(ValidationError):
        Settings().port = 1


def test_settings_made_in_a_test_know_no_environment(monkeypatch, toml):
    """Only `load_settings` looks around."""
    toml("port = 1\n")
    monkeypatch.setenv("LINEWATCH_PORT", "2")

    assert Settings().port == 8080
    with pytest.raises(ValidationError) as caught:
        Settings(port="hunter2", nothing=1)
    assert "hunter2" not in str(caught.value)


def test_the_caps_are_those_of_the_domain():
    """An operator who sets nothing has the caps that the domain begins with."""
    names = {"single_checks_per_hour": "check_single_per_hour"}
    caps = {name: getattr(Caps(), name) for name in Caps.__dataclass_fields__}

    for name, value in caps.items():
        found = names.get(name, name if name.startswith(("tiny", "refusals")) else f"check_{name}")
        assert getattr(Settings(), found) == value


def test_every_role_can_be_given_by_the_provider():
    """The roles a claim may be turned into are those there are."""
    roles = {role.value: role.value for role in Role}

    assert Settings(oidc_roles=roles).oidc_roles == roles
