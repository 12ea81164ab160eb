"""The signing hook: what it runs, what it leaves when that fails, and one real signature."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from installer import sign

#: A tool that writes a signed copy beside the file, and one that signs the file itself.
COPY = (
    f"{sys.executable} -c \"import sys; open(sys.argv[2], 'w').write(open(sys.argv[1]).read() + '+')\" {{in}} {{out}}"
)
IN_PLACE = f"{sys.executable} -c \"import sys; open(sys.argv[1], 'a').write('+')\" {{in}}"
FAILS = f"{sys.executable} -c \"import sys; open(sys.argv[1], 'w').write('half'); sys.exit(3)\" {{out}}"


@pytest.fixture
def program(tmp_path: Path) -> Path:
    path = tmp_path / "a program.exe"
    path.write_text("MZ")
    return path


@pytest.mark.parametrize("template", [COPY, IN_PLACE])
def test_the_file_is_signed_where_it_lies(template: str, program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(sign.HOOK, template)
    assert sign.main([str(program)]) == 0
    assert program.read_text() == "MZ+"
    assert list(program.parent.iterdir()) == [program]


@pytest.mark.parametrize("template", [FAILS, "no-such-tool {in}"])
def test_a_failure_is_told_and_leaves_the_file(
    template: str, program: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(sign.HOOK, template)
    assert sign.main([str(program)]) == 1
    assert "could not be signed" in capsys.readouterr().err
    assert program.read_text() == "MZ"
    assert list(program.parent.iterdir()) == [program]


def test_without_a_certificate_it_says_that_nothing_is_signed(
    program: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv(sign.HOOK, raising=False)
    assert sign.main([str(program)]) == 0
    assert "Not signed" in capsys.readouterr().out
    assert program.read_text() == "MZ"


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    """A key and a certificate of our own, for code."""
    if shutil.which("osslsigncode") is None or shutil.which("openssl") is None:
        pytest.skip("osslsigncode and openssl are not on this machine")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=Hospital", "-days", "2", "-addext",
         "extendedKeyUsage=codeSigning", "-keyout", key, "-out", certificate], check=True, capture_output=True,
    )  # fmt: skip
    return key, certificate


def test_installer_and_uninstaller_are_signed(
    certificate: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.installer.test_windows import compiled

    key, own = certificate
    monkeypatch.setenv(sign.HOOK, f"osslsigncode sign -h sha256 -key {key} -certs {own} -in {{in}} -out {{out}}")
    made = compiled(tmp_path)
    command = ["osslsigncode", "verify", "-CAfile", str(own), "-in", str(made)]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "Signature verification: ok" in answer.stdout
    assert "CN = Hospital" in answer.stdout or "CN=Hospital" in answer.stdout
