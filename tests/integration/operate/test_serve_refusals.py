"""What keeps the service from starting is told in one line, with its exit code, before anything listens."""

from __future__ import annotations

import asyncio
import datetime as dt
import ipaddress
import ssl
import warnings
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

import matcher.service.inspect_machine
from config.settings import PREFIX
from matcher.cli.app import run
from matcher.errors import StoreUnavailable
from matcher.store.database import connect_embedded
from matcher.store.keys import create_key_file, load_key_file
from matcher.store.place import Place, open_vault
from operated import new_store
from serving import running
from stores import ENGINES, new_url


def refused(capsys, *arguments: object) -> tuple[int, str]:
    """Run `serve`, which must not start, and give exit code and the line it said."""
    code = run(["serve", "--port", "0", *(str(each) for each in arguments)])
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("linewatch: error: ")
    return code, err


@pytest.fixture
def folder(tmp_path):
    """The folder of a store that is set up; the command makes a loop of its own."""
    return asyncio.run(new_store(tmp_path / "data")).folder


def test_a_folder_that_was_not_set_up(tmp_path, capsys):
    """Without `init` it says so, with exit code 6, and makes nothing."""
    code, err = refused(capsys, "--data", tmp_path / "data")

    assert code == 6
    assert "store-unavailable" in err
    assert "linewatch init" in err
    assert err.count("\n") == 1
    assert not (tmp_path / "data" / "linewatch.db").exists()


@pytest.mark.parametrize("engine", ENGINES)
def test_where_nothing_was_set_up_there_is_no_store_and_no_wrong_key(engine, tmp_path):
    """Neither a database file nor tables on a server: a key file that nobody made yet is missing to nobody."""
    place = Place(new_url(engine, tmp_path), tmp_path / "linewatch.key", tmp_path / "originals")

    with pytest.raises(StoreUnavailable, match="There is no store there") as told:
        asyncio.run(open_vault(place))

    assert told.value.code == "store-unavailable"
    assert "linewatch init" in told.value.hint


def test_another_key(folder, capsys):
    """The key file of another store does not open this one."""
    (folder / "linewatch.key").unlink()
    create_key_file(folder / "linewatch.key")

    code, err = refused(capsys, "--data", folder)

    assert code == 6
    assert err.startswith("linewatch: error: wrong-key: ")
    assert err.count("\n") == 1


def test_a_key_file_others_may_read(folder, capsys):
    """A key file that is open to others is not used."""
    (folder / "linewatch.key").chmod(0o644)

    code, err = refused(capsys, "--data", folder)

    assert code == 6
    assert "wrong-key" in err


@pytest.mark.parametrize("revision", ["from_the_future", None])
def test_tables_of_another_version(folder, capsys, revision):
    """A store of a newer version, or without a version, is left as it is."""
    connection = connect_embedded(folder / "linewatch.db", load_key_file(folder / "linewatch.key").database_key)
    if revision is None:
        connection.execute("DELETE FROM alembic_version")
    else:
        connection.execute("UPDATE alembic_version SET version_num = ?", (revision,))
    connection.close()

    code, err = refused(capsys, "--data", folder)

    assert code == 6
    assert err.startswith("linewatch: error: store-unavailable: ")
    assert err.count("\n") == 1


def test_a_store_of_an_older_version(folder, capsys, monkeypatch):
    """A store of an older version says how it is brought to this one."""
    connection = connect_embedded(folder / "linewatch.db", load_key_file(folder / "linewatch.key").database_key)
    (known,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    connection.close()
    monkeypatch.setattr("matcher.store.migrate._head", lambda: "a_later_one")
    monkeypatch.setattr("matcher.store.migrate._known", lambda: frozenset({known, "a_later_one"}))

    code, err = refused(capsys, "--data", folder)

    assert code == 6
    assert "older version" in err


def test_a_machine_that_cannot_lock_readers_in(folder, capsys, monkeypatch):
    """Without a sandbox it does not start, unless the settings say that it may."""
    monkeypatch.setattr(matcher.service.inspect_machine, "missing_locks", lambda: ("Landlock",))

    code, err = refused(capsys, "--data", folder)

    assert code == 5
    assert err.startswith("linewatch: error: sandbox-missing: ")
    assert "Landlock" in err


def test_settings_that_make_no_sense(tmp_path, capsys, monkeypatch):
    """Every fault of the settings is told with its place and without its value."""
    monkeypatch.setenv("LINEWATCH_WORKERS", "many")
    misspelt = PREFIX + "HOSTT"
    monkeypatch.setenv(misspelt, "example")

    code, err = refused(capsys, "--data", tmp_path)

    assert code == 1
    assert err.splitlines()[0].startswith("linewatch: error: bad-configuration: ")
    assert {line.split(":")[0].strip() for line in err.splitlines()[1:]} == {"LINEWATCH_WORKERS", misspelt}
    assert "many" not in err


def test_options_that_make_no_sense_are_wrong_usage(tmp_path, capsys, monkeypatch):
    """What is wrong on the command line alone is wrong usage; beside a fault of the settings it is told with that one."""
    usage, said = refused(capsys, "--data", tmp_path, "--port", "99999", "--workers", "0")
    monkeypatch.setenv("LINEWATCH_REGION", "nowhere")
    both, more = refused(capsys, "--data", tmp_path, "--port", "99999")

    assert (usage, both) == (2, 1)
    assert said.splitlines()[0].startswith("linewatch: error: wrong-usage: ")
    assert said.splitlines()[1:] == ["  --port: is 65535 or less.", "  --workers: is 1 or more."]
    assert "--port" in more


def test_a_certificate_that_is_none(folder, capsys, monkeypatch):
    """A certificate that cannot be used keeps the service from starting."""
    (folder.parent / "no.pem").write_text("none")
    monkeypatch.setenv("LINEWATCH_TLS_CERTIFICATE", str(folder.parent / "no.pem"))
    monkeypatch.setenv("LINEWATCH_TLS_KEY", str(folder.parent / "no.pem"))

    code, err = refused(capsys, "--data", folder)

    assert code == 1
    assert "certificate" in err


@pytest.mark.timeout(300)
def test_it_speaks_tls_where_it_has_a_certificate(folder, tmp_path):
    """With a certificate the address is https, TLS 1.1 is refused, and browsers are told to keep to it."""
    certificate, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    write_certificate(certificate, key)

    environment = {"LINEWATCH_TLS_CERTIFICATE": str(certificate), "LINEWATCH_TLS_KEY": str(key), "LINEWATCH_WORKER_PROCESSES": "0"}
    with running("serve", "--data", folder, **environment) as service:
        assert service.url.startswith("https://127.0.0.1:")
        service.tls = ssl.create_default_context(cafile=str(certificate))
        found = service.ask("GET", "/readyz")
        assert found.status == 200
        assert "max-age" in found.headers["strict-transport-security"]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            service.tls.minimum_version = service.tls.maximum_version = ssl.TLSVersion.TLSv1_1
        with pytest.raises(ssl.SSLError):
            service.ask("GET", "/readyz")


def write_certificate(certificate, key) -> None:
    """Make a certificate of this machine, signed by itself."""
    secret = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(secret.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(secret, hashes.SHA256())
    )
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    key.write_bytes(secret.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain))


def test_a_key_file_that_is_gone_is_brought_back_and_not_made_anew(folder, capsys):
    """A new key file would open nothing of this store, so nobody is told to make one."""
    (folder / "linewatch.key").unlink()

    code, err = refused(capsys, "--data", folder)

    assert code == 6
    assert err.startswith("linewatch: error: wrong-key: ")
    assert "init" not in err


def test_a_data_folder_that_is_open_to_others_is_told(folder, capsys, monkeypatch):
    """What is in it is sealed, and who hands in what and when is not."""
    folder.chmod(0o755)
    for name in ("TLS_CERTIFICATE", "TLS_KEY"):
        monkeypatch.setenv(f"{PREFIX}{name}", str(folder / "linewatch.key"))

    run(["serve", "--port", "0", "--data", str(folder)])

    assert "linewatch: note: The data folder is open to other users" in capsys.readouterr().err


def test_a_store_that_may_only_be_read_is_told_and_can_be_verified(folder, capsys, monkeypatch):
    """A service cannot work on it; its trail can be looked at, and nothing of it is touched."""
    before = {each.name: each.read_bytes() for each in folder.iterdir() if each.is_file()}
    monkeypatch.setattr("matcher.store.place.os.access", lambda path, _: not Path(path).is_relative_to(folder))

    code, err = refused(capsys, "--data", folder)
    verified = run(["audit", "verify", "--data", str(folder)])
    out, note = capsys.readouterr()

    assert code == 6
    assert "store-unavailable: The data folder may only be read." in err
    assert verified == 0
    assert "The trail is whole" in out
    assert "a copy was looked at" in note
    assert {each.name: each.read_bytes() for each in folder.iterdir() if each.is_file()} == before


def test_what_the_store_is_made_of_is_open_to_nobody_else(folder):
    """Whatever the mask of the process says."""
    modes = {each.name: each.stat().st_mode & 0o777 for each in folder.iterdir() if each.is_file()}

    assert set(modes.values()) == {0o600}, modes
