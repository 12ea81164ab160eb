"""The whole line with the trained network: embedded archive, C-FIND, C-GET, journal, queue, detector, order.

Two phantom studies and a wrong body part, of a quarter of the pixels, so that it takes seconds; ``python -m app demo``
runs the whole shift.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.domain import triage
from app.domain.events import CaseLoaded, DeviceStatus, Event
from app.domain.study import StudyRecord
from app.pacs.archive import Archive
from app.pacs.demo_archive import DemoArchive, Options
from app.pacs.demo_shift import SHIFT
from app.pipeline.service import Pipeline
from app.settings import Settings
from app.store.cache import ImageCache
from app.store.journal import Journal

MODELS = Path(__file__).resolve().parents[2] / "resources" / "models"
#: The wrong body part, a normal head and a large IPH.
STUDIES = tuple(
    replace(study, arrives_s=0, series=tuple(replace(series, matrix=256) for series in study.series))
    for study in SHIFT
    if study.number in (1, 2, 4)
)

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def shift(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """The embedded archive with three studies."""
    with DemoArchive(Options(tmp_path_factory.mktemp("shift"), studies=STUDIES, scale=0)) as archive:
        yield archive


def test_a_bleed_goes_from_the_archive_to_the_top_of_the_worklist(shift: Archive, tmp_path: Path) -> None:
    if not list(MODELS.glob("*/manifest.json")):
        if os.environ.get("CI") == "true":
            pytest.fail("no trained model is under resources/models, and in CI there has to be one")
        pytest.skip("no trained model is under resources/models")
    events: list[Event] = []
    settings = Settings(poll_interval_s=1.0, fetch_settle_s=0.5, analysis_provider="cpu")
    cache = ImageCache(tmp_path / "cache")
    with Journal(tmp_path / "data" / "journal") as journal:
        pipeline = Pipeline(shift, journal, cache, settings, events.append)
        pipeline.start()
        try:
            records = _when_all_are_final(journal, len(STUDIES), 400)
            by_accession = {record.study.accession_number: record for record in records}
            for study in STUDIES:
                record = by_accession[study.accession_number]
                assert record.state is study.expected, (study.number, record.state, record.reasons)
            bleed, normal, abdomen = (by_accession[STUDIES[n].accession_number] for n in (2, 1, 0))
            others = sorted((abdomen, normal), key=lambda record: record.arrival)
            assert triage.order(records) == [bleed, *others]
            assert abdomen.reasons and abdomen.summary is not None and abdomen.summary.probability is None
            assert bleed.summary is not None and bleed.summary.total_ml > 1
            assert normal.study.station_name == "DEMOCT1" and normal.study.age_years == 47

            device = [event for event in events if isinstance(event, DeviceStatus)][-1]
            assert device.ready and device.provider == "cpu" == bleed.summary.provider

            pipeline.open_case(bleed.uid, 1)
            case = _loaded(events)
            assert case.volume is not None and case.result is not None and case.result.labels is not None
            assert case.result.labels.shape == case.volume.hu.shape
            drawn = float((np.isin(case.result.labels, [4, 5]) * case.volume.voxel_ml[:, None, None]).sum())
            assert drawn > 1
        finally:
            assert pipeline.stop(30)


def _when_all_are_final(journal: Journal, count: int, seconds: float) -> list[StudyRecord]:
    until = time.monotonic() + seconds
    while True:
        records = journal.records()
        if len(records) == count and all(record.state.final for record in records):
            return records
        assert time.monotonic() < until, [(record.state.value, record.reasons) for record in records]
        time.sleep(0.2)


def _loaded(events: list[Event]) -> CaseLoaded:
    until = time.monotonic() + 30
    while True:
        for event in events:
            if isinstance(event, CaseLoaded):
                return event
        assert time.monotonic() < until
        time.sleep(0.05)
