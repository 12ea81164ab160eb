"""The installer for Windows compiles without a warning, is the same each time, and names what the program names."""

import os
import re
import shutil
import sys
from pathlib import Path

import pytest

from app import policy
from installer.stamps import set_times
from installer.windows import nsis as windows
from installer.windows.trial import KIND, UNINSTALL, stand_in

SCRIPT = (windows.HERE / "firstread.nsi").read_text(encoding="utf-8")
WORDS = (windows.HERE / "words.nsh").read_text(encoding="utf-8")
EPOCH = 1_700_000_000


def need_makensis() -> None:
    """Skips where NSIS is missing, but fails in CI on Linux, where it has to be there."""
    if windows.makensis() is None:
        if os.environ.get("CI") == "true" and sys.platform.startswith("linux"):
            pytest.fail("makensis is missing, and in CI it has to be there")
        pytest.skip("makensis is not on this machine")


def compiled(folder: Path) -> Path:
    """An installer of a stand-in for the program."""
    need_makensis()
    source = folder / "source.exe"
    source.write_bytes(b"MZ")
    program = stand_in(folder / "program", source, "0.0.9")
    set_times(program, EPOCH)
    return windows.nsis(program, folder / "firstread-0.0.9-setup.exe", "0.0.9")


def test_installer_is_the_same_whenever_it_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FIRSTREAD_SIGN", raising=False)
    first = compiled(tmp_path).read_bytes()
    assert first[:2] == b"MZ"
    shutil.rmtree(tmp_path / "program")
    assert compiled(tmp_path).read_bytes() == first


def test_a_mistake_in_the_program_folder_is_told(tmp_path: Path) -> None:
    need_makensis()
    with pytest.raises(SystemExit, match="makensis failed"):
        windows.nsis(tmp_path / "nowhere", tmp_path / "setup.exe", "0.0.9")


@pytest.mark.parametrize(
    ("version", "numbers"), [("0.1.0", "0.1.0.0"), ("1.2.3rc4", "1.2.3.0"), ("2", "2.0.0.0"), ("1.2.3.4", "1.2.3.4")]
)
def test_version_has_four_numbers(version: str, numbers: str) -> None:
    assert windows.four_numbers(version) == numbers


def test_every_word_is_there_in_each_language() -> None:
    said = re.findall(r"^LangString (\w+) \$\{LANG_(\w+)\}", WORDS, re.MULTILINE)
    languages = re.findall(r'MUI_LANGUAGE "(\w+)"', SCRIPT)
    assert languages == ["English", "German", "French", "Spanish"]
    asked = set(re.findall(r"\$\((\w+)\)", SCRIPT))
    assert {word for word, _ in said} == asked
    assert sorted(said) == sorted((word, language.upper()) for word in asked for language in languages)


def test_policy_goes_where_the_program_looks_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("PROGRAMDATA", "P")
    assert policy.policy_file() == Path("P") / "Firstread" / "policy.toml"
    assert '"$APPDATA\\${NAME}\\policy.toml"' in SCRIPT
    assert '!define NAME "Firstread"' in SCRIPT


def test_trial_looks_where_the_installer_writes() -> None:
    assert f'!define UNINSTALL_KEY "{UNINSTALL}"' in SCRIPT
    assert KIND == r"Software\Classes\Firstread.DICOM\shell\open\command"
    assert '"${CLASSES}\\${KIND}\\shell\\open\\command"' in SCRIPT
    assert '!define CLASSES "Software\\Classes"' in SCRIPT and '!define KIND "Firstread.DICOM"' in SCRIPT
