"""What the reader is shown of an earlier study; fetching it is tested with real archives (tests/integration)."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.states import StudyState
from app.domain.study import Study
from app.pacs.archive import Archive
from app.pacs.archives import Archives
from app.pipeline.recall import Recall
from app.results import case_files
from app.store.cache import ImageCache
from app.store.journal import Journal
from inference.types import CaseState
from tests.app.values import result

ARCHIVE = Archive("PACS", "127.0.0.1", 104, "PACS")


@pytest.mark.parametrize("again", [None, StudyState.FAILED, StudyState.WITHDRAWN])
def test_a_prior_has_the_answer_that_holds_or_none(tmp_path: Path, cache: ImageCache, again: StudyState | None) -> None:
    found = result(CaseState.NEGATIVE, 0.03, uid="1.2.3")
    with Journal(tmp_path / "j") as journal:
        uid = journal.found(Study("1.2.3")).uid
        steps = (StudyState.QUEUED, StudyState.FETCHING, StudyState.READY, StudyState.ANALYSING)
        for step in steps:
            journal.transition(uid, step)
        case_files.save(cache.folder(uid), found)
        journal.save_result(uid, found)
        for step in (*steps, again) if again is not None else ():
            journal.transition(uid, step)
        known = Recall(Archives([ARCHIVE]), cache, journal, lambda event: None)._known(uid)
    assert (known is None) is (again is not None)
