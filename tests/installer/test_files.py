"""The files that systems read: what Linux' own tools say of them, the script for macOS, the workflows."""

import os
import plistlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from app.__main__ import main as app_main
from inference.__main__ import main as detector_main
from installer.build import PACKAGES, REPO
from installer.linux.deb import APP_ID

LINUX = REPO / "installer" / "linux"
MACOS = REPO / "installer" / "macos"
WORKFLOWS = sorted((REPO / ".github" / "workflows").glob("*.yml"))


def test_desktop_entry_is_valid() -> None:
    if shutil.which("desktop-file-validate") is None:
        if os.environ.get("CI") == "true" and sys.platform.startswith("linux"):
            pytest.fail("desktop-file-validate is missing, and in CI it has to be there")
        pytest.skip("desktop-file-validate is not on this machine")
    done = subprocess.run(["desktop-file-validate", LINUX / f"{APP_ID}.desktop"], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")


def test_the_manual_page_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        app_main(["--help"])
    shown = capsys.readouterr().out
    commands = re.findall(r"^    ([a-z-]+)(?: |$)", shown, re.MULTILINE)
    page = (LINUX / "firstread.1").read_text(encoding="utf-8").replace("\\-", "-")
    assert {"demo", "doctor", "settings", "support-bundle"} <= set(commands)
    missing = [one for one in (*commands, *re.findall(r"^  (--[a-z]+)", shown, re.MULTILINE)) if one not in page]
    assert missing == []


def test_the_manual_page_of_the_detector_names_every_option(capsys: pytest.CaptureFixture[str]) -> None:
    page = (LINUX / "firstread-detector.1").read_text(encoding="utf-8").replace("\\-", "-")
    for command in ([], ["analyze"], ["evaluate"], ["bench"]):
        with pytest.raises(SystemExit):
            detector_main([*command, "--help"])
        options = re.findall(r"(--[a-z-]+)", capsys.readouterr().out)
        assert [one for one in options if one not in (page + "--help")] == []


def test_script_for_macos_refuses_what_it_cannot_pack(tmp_path: Path) -> None:
    if shutil.which("bash") is None:
        pytest.skip("there is no bash on this machine")
    script = MACOS / "dmg.sh"
    assert os.access(script, os.X_OK)
    without = {name: value for name, value in os.environ.items() if not name.startswith("FIRSTREAD_")}

    def said(*arguments: str, **environment: str) -> tuple[int, str]:
        done = subprocess.run(
            ["bash", str(script), *arguments], env=without | environment, capture_output=True, text=True, check=False
        )
        return done.returncode, done.stderr

    assert said() == (2, "usage: dmg.sh APP OUT.dmg [MORE...]\n")
    status, text = said(str(tmp_path), str(tmp_path / "a.dmg"))
    assert status == 1 and "no program of macOS" in text
    (tmp_path / "A.app/Contents/MacOS").mkdir(parents=True)
    status, text = said(str(tmp_path / "A.app"), str(tmp_path / "a.dmg"), FIRSTREAD_NOTARY_PROFILE="p")
    assert status == 1 and "FIRSTREAD_CODESIGN_IDENTITY" in text


def test_rights_for_macos_are_as_few_as_python_needs() -> None:
    rights = plistlib.loads((MACOS / "entitlements.plist").read_bytes())
    assert rights == {"com.apple.security.cs.allow-unsigned-executable-memory": True}


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_workflow_runs_what_is_here(workflow: Path) -> None:
    text = workflow.read_text(encoding="utf-8")
    jobs = yaml.safe_load(text)["jobs"]
    steps = [step for job in jobs.values() for step in job["steps"]]
    assert all(re.fullmatch(r"actions/[\w-]+@v\d+", step["uses"]) for step in steps if "uses" in step)
    scripts = [word for step in steps for word in re.findall(r"installer/[\w/]+\.py", step.get("run", ""))]
    assert scripts
    assert all((REPO / script).is_file() for script in scripts)


def test_workflows_are_sound() -> None:
    """As zizmor reads them: their form, and what would let others run code in them."""
    zizmor = shutil.which("zizmor", path=Path(sys.executable).parent)
    assert zizmor is not None, "extra dev has it"
    done = subprocess.run(
        [zizmor, "--offline", "--no-progress", REPO / ".github/workflows"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_workflow_of_the_tests_runs_what_ci_runs() -> None:
    """The same command, once on Linux with all that .ci/run brings there."""
    command = (REPO / ".ci" / "run").read_text(encoding="utf-8").splitlines()[-1].removeprefix("exec python3 ")
    job = yaml.safe_load((REPO / ".github/workflows/ci.yml").read_text(encoding="utf-8"))["jobs"]["test"]
    (step,) = [step for step in job["steps"] if "run" in step]
    assert step["run"] == f"python {command}" and step["env"] == {"FIRSTREAD_TRAIN": "${{ matrix.train }}"}
    machines = job["strategy"]["matrix"]["include"]
    assert any(one["os"].startswith("ubuntu") and one["train"] == "1" for one in machines)
    assert {one["os"].partition("-")[0] for one in machines} == {"ubuntu", "windows", "macos"}


def test_every_kind_of_package_is_uploaded() -> None:
    jobs = yaml.safe_load((REPO / ".github/workflows/packages.yml").read_text(encoding="utf-8"))["jobs"]
    upload = next(step for step in jobs["package"]["steps"] if step.get("uses", "").startswith("actions/upload"))
    kinds = {"tar": "tar.gz", "nsis": "setup.exe"}
    for kind in PACKAGES:
        assert kinds.get(kind, kind) in upload["with"]["path"]


@pytest.mark.skipif(not Path("/proc/self/exe").exists(), reason="there is no /proc on this machine")
def test_a_program_that_runs_is_not_replaced_or_removed(tmp_path: Path) -> None:
    """It would go on with parts of the new one: studies fail, and images cannot be shown."""
    script, program = tmp_path / "script", tmp_path / "program" / "firstread"
    script.write_text((LINUX / "not-running").read_text(encoding="utf-8").replace("@PROGRAM@", str(program.parent)))
    program.parent.mkdir()
    shutil.copy2(shutil.which("sleep") or "/bin/sleep", program)

    def said(task: str = "upgrade") -> tuple[int, str]:
        done = subprocess.run(["sh", script, task, "0.0.9"], capture_output=True, text=True, check=False)
        return done.returncode, done.stderr

    assert said() == (0, "")
    with subprocess.Popen([program, "60"]) as running:
        try:
            status, words = said()
            assert said("install") == said("remove") == (status, words)
            assert said("abort-upgrade") == said("failed-upgrade") == (0, "")  # dpkg puts things right again
        finally:
            running.kill()
    assert status == 1 and "close it first" in words
    assert said() == (0, "")
