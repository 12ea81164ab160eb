"""What an archive supports is remembered, and what cannot be read counts as nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.pacs.archive import Archive, Method
from app.pacs.ways import Way, Ways, query_ways, retrieve_ways

PACS = Archive("PACS", "pacs", 104, "PACS", dicomweb_url="https://pacs/web")


def test_what_may_be_tried() -> None:
    assert retrieve_ways(PACS, True) == (Way.GET, Way.MOVE, Way.WADO)
    assert retrieve_ways(PACS, False) == (Way.GET, Way.WADO)
    assert retrieve_ways(replace(PACS, dicomweb_url=""), False) == (Way.GET,)
    assert retrieve_ways(replace(PACS, method=Method.MOVE), False) == (Way.MOVE,)
    assert query_ways(PACS) == (Way.FIND, Way.QIDO)
    assert query_ways(replace(PACS, method=Method.DICOMWEB)) == (Way.QIDO,)
    assert query_ways(replace(PACS, method=Method.GET)) == (Way.FIND,)


def test_the_one_that_worked_last_comes_first(tmp_path: Path) -> None:
    file, possible = tmp_path / "data" / "archives.json", retrieve_ways(PACS, True)
    ways = Ways(file)
    assert ways.order(PACS, possible) == possible
    ways.worked(PACS, possible, Way.MOVE)
    ways.worked(PACS, query_ways(PACS), Way.QIDO)
    again = Ways(file)
    assert again.order(PACS, possible) == (Way.MOVE, Way.GET, Way.WADO)
    assert again.order(PACS, query_ways(PACS)) == (Way.QIDO, Way.FIND)
    assert again.order(replace(PACS, host="other"), possible) == possible
    assert again.order(PACS, retrieve_ways(PACS, False)) == (Way.GET, Way.WADO)  # our store is closed by now
    ways.worked(PACS, possible, Way.WADO)
    assert Ways(file).order(PACS, possible)[0] is Way.WADO


def test_without_a_choice_nothing_is_written(tmp_path: Path) -> None:
    Ways(tmp_path / "archives.json").worked(PACS, (Way.GET,), Way.GET)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("content", ["", "[]", "{", '{"a": 1, "b": "by pigeon"}', "[" * 100_000])
def test_a_damaged_file(tmp_path: Path, content: str) -> None:
    file = tmp_path / "archives.json"
    file.write_text(content)
    possible = retrieve_ways(PACS, True)
    assert Ways(file).order(PACS, possible) == possible
