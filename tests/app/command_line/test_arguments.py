"""Words after ``python -m app`` that cannot be meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.__main__ import main


@pytest.mark.parametrize(
    "words",
    [
        ["--profile", "", "settings", "get", "archive.host"], ["audit", "verify", ""], ["support-bundle", "--out", ""],
        ["doctor", "--json", ""], ["export-dicom", "", "--out", "o"], ["export-dicom", "x", "--out", ""],
        ["export-results", "--format", "csv", "--out", ""], ["open", ""], [""], ["model", "install", ""],
        ["update", "verify", ""], ["demo", "--headless", ""], ["settings", "export", ""], ["settings", "import", ""],
    ],
)  # fmt: skip
def test_an_empty_word_is_no_folder(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is what an unset variable of a script leaves, and Python would take the folder that one is in."""
    monkeypatch.chdir(tmp_path)
    before = ["--profile", str(tmp_path / "profile")] if "--profile" not in words else []
    status: object
    try:
        status = main([*before, *words])
    except SystemExit as end:
        status = end.code
    captured = capsys.readouterr()
    assert (status, captured.out) == (2, "") and captured.err
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_looked_up(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = "x" * 300
    assert main(["--profile", str(tmp_path), "open", str(tmp_path / name)]) == 2
    assert name in capsys.readouterr().err
    with pytest.raises(SystemExit, match="2"):
        main(["--profile", str(tmp_path), name])


@pytest.mark.parametrize("timeout", ["0", "-1", "nan"])
def test_a_demo_gives_up_some_time(timeout: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["demo", "--headless", "x", "--timeout", timeout])
    assert "--timeout must be above 0" in capsys.readouterr().err


def test_a_demo_without_its_model_says_so_at_once(
    qapp: object, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["demo", "--headless", str(tmp_path / "out"), "--model", str(tmp_path)]) == 1
    assert capsys.readouterr().err == "The demo cannot run: The model folder has no readable manifest.json.\n"
    assert not (tmp_path / "out").exists()


def test_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["--version"])
    assert capsys.readouterr().out.startswith("firstread ")
