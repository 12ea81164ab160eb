"""The list of hazards names tests; each of them has to be there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent
PAGE = (TESTS.parent / "docs" / "pages" / "hazards.md").read_text(encoding="utf-8")
ROWS = [line.split("|")[1:-1] for line in PAGE.splitlines() if re.match(r"\| \d+ \|", line)]


def test_every_hazard_has_a_number_a_severity_and_a_test() -> None:
    assert [int(row[0]) for row in ROWS] == list(range(1, len(ROWS) + 1))
    for row in ROWS:
        assert len(row) == 6 and all(cell.strip() for cell in row), row[0]
        assert row[2].strip() in ("S1", "S2", "S3"), row[0]
        assert "::test_" in row[4], row[0]


@pytest.mark.parametrize("name", sorted({name for row in ROWS for name in re.findall(r"`([^`]+::\w+)`", row[4])}))
def test_the_test_exists(name: str) -> None:
    file, function = name.split("::")
    tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    assert function in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
