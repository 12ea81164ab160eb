"""The findings as text and as JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from app.doctor.examination import examine
from app.doctor.finding import Finding
from app.loaded import NO_SWITCHES
from app.settings import Value
from inference import __version__

_WIDTH = 28


def document(findings: list[Finding]) -> dict[str, Any]:
    """The findings as JSON; ``ok`` only where nothing is wrong."""
    return {
        "schema": 1,
        "version": __version__,
        "ok": all(finding.ok is not False for finding in findings),
        "findings": [asdict(finding) for finding in findings],
    }


def as_text(finding: Finding) -> str:
    """One finding in one or two lines."""
    mark = {True: "ok  ", False: "BAD ", None: "-   "}[finding.ok]
    text = f"{mark}{finding.name:<{_WIDTH - 5}} {finding.text}"
    return f"{text}\n{'':<{_WIDTH}}To mend it: {finding.remedy}" if finding.remedy else text


def run(profile: Path | None, json_file: Path | None, switches: Mapping[str, Value] = NO_SWITCHES) -> int:
    """Examine, print as it goes, and write ``json_file``; 0 where nothing is wrong, 1 otherwise."""
    findings: list[Finding] = []
    group = ""
    for finding in examine(profile, switches=switches):
        findings.append(finding)
        if finding.group != group:
            group = finding.group
            print(f"{group}:", flush=True)
        print(as_text(finding), flush=True)
    found = document(findings)
    if json_file is not None:
        try:
            json_file.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
        except OSError as error:
            print(f"{json_file.name} cannot be written: {error.strerror or error}", file=sys.stderr)
            return 1
    return 0 if found["ok"] else 1
