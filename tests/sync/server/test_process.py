"""The real program: started without arguments, told to stop while somebody waits, on both databases, with TLS."""

import datetime
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

ROOT = Path(__file__).resolve().parents[3]
CODE = re.compile(r"接入码: (\S{4}-\S{4})")


def begin(folder: Path, *options: str) -> "subprocess.Popen[str]":
    """The program with its data in `folder`, as a person starts it."""
    environment = {**os.environ, "XDG_DATA_HOME": str(folder), "PYTHONPATH": str(ROOT)}
    with (folder / "log").open("wb") as told:
        return subprocess.Popen(
            [sys.executable, "-m", "sync.server", *options],
            cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=told, encoding="utf-8",
        )  # fmt: skip


@contextmanager
def started(folder: Path, *options: str) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """The program and its address; it is ended whatever happens."""
    with begin(folder, "--port", "0", *options) as program:
        try:
            assert program.stdout is not None
            address = program.stdout.readline().strip()
            assert address.startswith("http"), (folder / "log").read_text("utf-8")
            yield program, address
        finally:
            program.kill()


def end(program: "subprocess.Popen[str]", folder: Path) -> tuple[int, str, str]:
    """Its code, the rest of what it printed and its log."""
    assert program.stdout is not None
    with program.stdout as printed:  # not communicate(): it would lose what came in one piece with the line read before
        out = printed.read()
    return program.wait(60), out, (folder / "log").read_text("utf-8")


def stop(program: "subprocess.Popen[str]", folder: Path) -> tuple[int, str, str]:
    program.send_signal(signal.SIGTERM)
    return end(program, folder)


def test_it_starts_greets_and_ends(empty_url: str | None, tmp_path: Path) -> None:
    options = [] if empty_url is None else ["--database", empty_url]
    with started(tmp_path, *options) as (program, address):
        with httpx.Client(base_url=address, trust_env=False) as client:
            assert client.get("/health").json() == {"status": "ok"}
            assert client.get("/v1/heads").status_code == 401
        code, out, err = stop(program, tmp_path)
    assert code == 0, err
    assert len(CODE.findall(out)) == 1, "no desk is there yet"
    assert '"event": "stopped"' in err
    assert "Traceback" not in err
    (data,) = tmp_path.rglob("server.secret")
    assert data.stat().st_mode & 0o777 == 0o600
    assert (data.parent / "server.db").exists() is (empty_url is None)


def test_a_port_that_is_taken_is_said_in_words(prepared_server: Path, tmp_path: Path) -> None:
    data = shutil.copytree(prepared_server, tmp_path / "data")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        program = begin(tmp_path, "--data", str(data), "--port", str(taken.getsockname()[1]))
        code, _, err = end(program, tmp_path)
    assert code == 1
    assert "换一个端口" in err
    assert "Traceback" not in err


def test_a_database_that_is_not_there_is_said_in_words(tmp_path: Path) -> None:
    program = begin(tmp_path, "--port", "0", "--database", f"postgresql://postgres@/x?host={tmp_path}")
    code, _, err = end(program, tmp_path)
    assert code == 1
    assert "连不上数据库" in err
    assert "Traceback" not in err


def test_a_certificate_without_its_key_is_refused(tmp_path: Path) -> None:
    program = begin(tmp_path, "--tls-cert", "x.pem")
    code, _, err = end(program, tmp_path)
    assert code == 2
    assert "belong together" in err


def test_it_speaks_tls_by_itself(prepared_server: Path, tmp_path: Path) -> None:
    certificate, key = certified(tmp_path)
    data = shutil.copytree(prepared_server, tmp_path / "data")
    with started(tmp_path, "--data", str(data), "--tls-cert", str(certificate), "--tls-key", str(key)) as (
        program,
        address,
    ):
        assert address.startswith("https://127.0.0.1:")
        trusted = ssl.create_default_context(cafile=str(certificate))
        with httpx.Client(base_url=address, trust_env=False, verify=trusted) as client:
            assert client.get("/health").json() == {"status": "ok"}
        with pytest.raises(httpx.ConnectError), httpx.Client(base_url=address, trust_env=False) as stranger:
            stranger.get("/health")
        assert stop(program, tmp_path)[0] == 0


def certified(folder: Path) -> tuple[Path, Path]:
    """A certificate of this machine by itself, as an office would make one for its own network."""
    import ipaddress

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "front desk server")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1)).not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    paths = folder / "server.pem", folder / "server.key.pem"
    paths[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private = serialization.PrivateFormat.PKCS8
    paths[1].write_bytes(key.private_bytes(serialization.Encoding.PEM, private, serialization.NoEncryption()))
    return paths
