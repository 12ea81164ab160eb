"""A short shift through a real Orthanc; thousands of studies are for ``python -m tests.benchmarks.load``."""

from __future__ import annotations

import pytest

from tests.benchmarks import load


@pytest.mark.slow
@pytest.mark.peer
@pytest.mark.timeout(400)
def test_every_study_of_a_shift_is_answered_once_and_nothing_is_left_over(capsys: pytest.CaptureFixture[str]) -> None:
    """States, and how often each study was answered; threads and handles of the process."""
    assert load.main(60, 0.0) == 0, capsys.readouterr().out
    assert "60 answered 1 times" in capsys.readouterr().out
