"""What ``serve`` and ``backfill`` are told, before any Ray."""

from __future__ import annotations

import argparse

import pytest

from inference.cluster.commands import add_backfill_arguments, add_serve_arguments


@pytest.mark.parametrize(
    ("option", "value", "needed"),
    [
        ("--per-minute", "0", "above 0"), ("--per-minute", "nan", "above 0"), ("--per-minute", "many", "above 0"),
        ("--workers", "0", "from 1 up"), ("--workers", "1.5", "from 1 up"), ("--gpus", "-1", "from 0 up"),
        ("--cpus", "0", "from 1 up"),
    ],
)  # fmt: skip
def test_nonsense_is_said_in_plain_words(
    option: str, value: str, needed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    parser = argparse.ArgumentParser()
    add_backfill_arguments(parser)
    with pytest.raises(SystemExit):
        parser.parse_args(["--folder", "in", "--out", "out", option, value])
    assert needed in capsys.readouterr().err


def test_a_replica_may_share_a_gpu() -> None:
    parser = argparse.ArgumentParser()
    add_serve_arguments(parser)
    given = parser.parse_args(["--gpus", "0.5", "--together", "8", "--replicas", "1:4"])
    assert (given.gpus, given.together, given.replicas) == (0.5, 8, "1:4")
