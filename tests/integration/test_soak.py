"""A minute of the soak through a real Orthanc; hours of it are for ``python -m tests.benchmarks.soak``."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from tests.benchmarks import soak


@pytest.mark.slow
@pytest.mark.peer
@pytest.mark.timeout(400)
def test_studies_come_and_are_forgotten_and_each_is_answered_once(
    qapp: QApplication, capsys: pytest.CaptureFixture[str]
) -> None:
    """With an archive of 60 studies the first are forgotten by the archive and by us while the last come."""
    assert soak.main(150, 5.0, in_archive=60) == 0, capsys.readouterr().out
    out = capsys.readouterr().out
    assert "150 answered 1 times" in out and "0 wrong answers" in out
    kept = int(out.split(" studies kept")[0].split()[-1])
    assert 60 <= kept < 150, out
