"""The README and the pages under docs tell the truth: every command is run, or held against the program's help."""

from __future__ import annotations

import functools
import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from app.settings import Settings

REPO = Path(__file__).resolve().parent.parent
README = (REPO / "README.md").read_text(encoding="utf-8")


def _blocks(language: str, text: str = README) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


#: Every command line of the README, in its order.
COMMANDS = [line for block in _blocks("sh") + _blocks("text") for line in block.splitlines() if line.strip()]
#: Those of the stable contract, without the interpreter in front.
CONTRACT = [line.removeprefix("python -m ") for line in COMMANDS if line.startswith("python -m ")]


#: Their options are known to the training code alone.
NEED_TORCH = ("train", "export")


def _command(line: str) -> list[str]:
    """Module and sub-command of a line of the contract: ["inference", "bench"], or ["app"] for the worklist."""
    module, word, *_ = line.split()
    return [module, word] if re.fullmatch("[a-z]+(-[a-z]+)*", word) else [module]


@pytest.fixture(scope="module")
def run_script() -> ModuleType:
    """``installer/run.py`` as a module."""
    spec = spec_from_file_location("installer_run", REPO / "installer" / "run.py")
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _python(*arguments: str, timeout_s: float = 120) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=REPO,
        env=os.environ | {"COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
        timeout=timeout_s,
    )


@functools.cache
def _help(*command: str) -> str:
    """What ``--help`` of a command prints; some take seconds to import what they work with."""
    done = _python(*command, "--help")
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_first_block_is_the_two_commands() -> None:
    assert _blocks("sh")[0].splitlines() == ["python3 installer/run.py demo", "python3 installer/run.py test"]


def test_every_command_is_known_here() -> None:
    """A command that is new in the README needs a test in this file."""
    known = ("python3 installer/run.py ", ".venv/bin/python -m pip install ", ".venv/bin/python -m app", "python -m ")
    assert len(COMMANDS) >= 12
    assert [line for line in COMMANDS if not line.startswith(known)] == []


# -------------------------------------------------------------------------------- python3 installer/run.py demo | test


@pytest.mark.parametrize("command", ["demo", "test"])
def test_run_script_knows_its_commands(run_script: ModuleType, command: str) -> None:
    """CI runs ``test`` itself, and tests/integration the demo; here: the words mean what the README says."""
    assert f"python3 installer/run.py {command}" in COMMANDS
    assert run_script.parser().parse_args([command]).command == command


def test_run_script_starts_with_a_bare_python() -> None:
    """No site-packages, no environment: only the standard library is there."""
    script = str(REPO / "installer" / "run.py")
    done = subprocess.run(
        [sys.executable, "-I", "-S", script, "--help"], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert "demo" in done.stdout and "test" in done.stdout


def test_run_script_refuses_what_it_does_not_know() -> None:
    script = str(REPO / "installer" / "run.py")
    for arguments in ([], ["fly"], ["demo", "--fast"]):
        done = subprocess.run([sys.executable, script, *arguments], capture_output=True, check=False, timeout=60)
        assert done.returncode == 2


def test_run_script_runs_every_check_of_the_project(run_script: ModuleType) -> None:
    names = set(run_script.checks(True, "site"))
    assert names == {"ruff check", "ruff format", "mypy", "import-linter", "mkdocs"}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux can be without a screen")
def test_run_script_sees_whether_there_is_a_screen(run_script: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert not run_script.on_screen()
    monkeypatch.setenv("DISPLAY", ":0")
    assert run_script.on_screen()
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert not run_script.on_screen()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks the loader of Linux")
def test_run_script_knows_what_the_system_lacks(run_script: ModuleType) -> None:
    wanted = {"libc.so.6": "libc6", "libfirstread-does-not-exist.so.1": "libnothing1"}
    assert run_script.missing_libraries(wanted) == ["libnothing1"]


def test_ci_calls_the_test_command() -> None:
    assert "python3 installer/run.py test" in (REPO / ".ci" / "run").read_text(encoding="utf-8")


# ------------------------------------------------------------------------------------------------- the other commands


def test_the_cuda_line_names_an_extra() -> None:
    line = next(line for line in COMMANDS if " pip install " in line)
    words = shlex.split(line)
    extras = tomllib.loads((REPO / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    assert (REPO / words[words.index("-c") + 1]).is_file()
    assert words[-1].removeprefix(".[").removesuffix("]") in extras


@pytest.mark.parametrize("line", CONTRACT)
def test_contract_options_are_in_the_help(line: str) -> None:
    command = _command(line)
    if command[-1] in NEED_TORCH:
        pytest.importorskip("torch", reason="torch is not installed (extra train)")
    shown = _help(*command)
    for option in re.findall(r"--[a-z][a-z-]*", line):
        assert option in shown, f"{option} is not in the help of {' '.join(command)}"
    for choice in re.findall(r"[a-z]+(?:\|[a-z]+)+", line):
        assert all(name in shown for name in choice.split("|"))


def test_no_option_is_undocumented() -> None:
    page = README + (REPO / "docs" / "pages" / "commands.md").read_text(encoding="utf-8")
    known = set(re.findall(r"--[a-z][a-z-]*", page)) | {"--help"}
    for command in [_command(line) for line in CONTRACT]:
        if find_spec("torch") is None and command[-1] in NEED_TORCH:
            continue
        shown = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", _help(*command)))
        assert "--help" in shown
        assert shown - known == set(), " ".join(command)


def test_wrong_usage_ends_with_status_2() -> None:
    assert _python("inference", "analyze").returncode == 2
    assert _python("inference", "fly").returncode == 2


def test_analyze_writes_a_result_for_what_is_no_study(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("not an image", encoding="utf-8")
    file = tmp_path / "result.json"
    done = _python("inference", "analyze", str(tmp_path), "--json", str(file))
    assert done.returncode == 0, done.stderr
    result = json.loads(file.read_text(encoding="utf-8"))
    assert result["state"] == "not_analysable"
    assert result["reasons"][0]["text"]
    page = (REPO / "docs" / "pages" / "commands.md").read_text(encoding="utf-8")
    assert [field for field in result if f"`{field}`" not in page] == []


def test_doctor_writes_its_findings(tmp_path: Path) -> None:
    """Here no archive answers, so the doctor must say so, and still write its findings."""
    file = tmp_path / "doctor.json"
    done = _python("app", "doctor", "--json", str(file))
    assert "Traceback" not in done.stderr
    assert json.loads(file.read_text(encoding="utf-8"))


# ------------------------------------------------------------------------------------------------------ settings, links


def test_toml_examples_are_good_settings() -> None:
    pages = [
        (REPO / "docs" / "pages" / name).read_text(encoding="utf-8") for name in ("settings.md", "archives.md", "it.md")
    ]
    examples = _blocks("toml") + [block for page in pages for block in _blocks("toml", page)]
    assert len(examples) >= 3
    for example in examples:
        _, problems = Settings.from_tables(tomllib.loads(example))
        assert problems == ()


def test_every_setting_is_on_its_page() -> None:
    page = (REPO / "docs" / "pages" / "settings.md").read_text(encoding="utf-8")
    for declared in Settings.declared():
        name = declared.key.partition(".")[2]
        row = f"| `{name}` | `{json.dumps(declared.default)}` | {declared.help} | {declared.expected} |"
        section = page.partition(f"## [{declared.section}]\n")[2].partition("\n## ")[0]
        assert row in section, f"docs/pages/settings.md lacks this line in [{declared.section}]:\n{row}"


@pytest.mark.parametrize("page", ["README.md", "CHANGELOG.md"])
def test_links_lead_somewhere(page: str) -> None:
    links = re.findall(r"\]\(([^)#]+)", (REPO / page).read_text(encoding="utf-8"))
    assert links
    assert [link for link in links if "://" not in link and not (REPO / link).exists()] == []
