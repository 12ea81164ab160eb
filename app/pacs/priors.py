"""Which earlier study of the same patient is worth comparing with: the last head CT without contrast medium."""

from __future__ import annotations

import re
from collections.abc import Iterable

from app.domain.study import Study
from app.pacs.archives import Archives
from app.pacs.association import Cancel

_HEAD = re.compile(
    r"(?<![a-z])(head|brain|skull|crani|cerebr|neuro|ncct|nect|kopf|sch(ae|ä)del|hirn|cct|crâne|cráne|cabeza|testa"
    r"|encefal|tête|hoofd|hjerne|huvud)",
    re.IGNORECASE,
)
_CONTRAST = re.compile(
    r"(?<![a-z])(angio\w*|cta|ctv|perfusion|with contrast|w/? ?contrast|post.?contrast|contrast enhanced|km)(?![a-z])",
    re.IGNORECASE,
)

Rank = tuple[int, float, str]


def priors_of(
    archives: Archives, study: Study, known: Iterable[Study] = (), *, cancel: Cancel | None = None
) -> tuple[Study, ...]:
    """Earlier CT studies of the patient of ``study``, the most suitable first; ``known`` are looked through as well.

    Without a Patient ID nobody can be told from another, and the answer is empty. Raises ArchiveError.
    """
    if not study.patient_id.strip():
        return ()
    found = {one.study_instance_uid: one for one in known}
    for one in archives.find_studies_of(study.patient_id, cancel=cancel):
        found.setdefault(one.study_instance_uid, one)
    return ranked(study, found.values())


def ranked(study: Study, others: Iterable[Study]) -> tuple[Study, ...]:
    """Those of ``others`` that are earlier studies of the same patient: heads first, then the newest."""
    return tuple(sorted((one for one in others if precedes(one, study)), key=rank))


def precedes(one: Study, study: Study) -> bool:
    """Whether ``one`` is an earlier study of the patient of ``study``."""
    return _same_patient(study, one) and _earlier(study, one)


def rank(study: Study) -> Rank:
    """How suitable a study is to compare a later one with, the smallest most."""
    return _unsuitable(study), -_moment(study), study.study_instance_uid


def comparable(study: Study) -> bool:
    """Whether a study is worth analysing for a comparison: nothing speaks against a head without contrast medium."""
    return study.study_at is not None and _unsuitable(study) in (0, 1) and not _CONTRAST.search(study.description)


def _same_patient(a: Study, b: Study) -> bool:
    """The same Patient ID, and nothing that speaks against it: IDs of two hospitals may be the same."""
    return (
        a.study_instance_uid != b.study_instance_uid
        and bool(a.patient_id.strip())
        and a.patient_id.strip() == b.patient_id.strip()
        and (a.birth_date is None or b.birth_date is None or a.birth_date == b.birth_date)
        and (not a.sex or not b.sex or a.sex == b.sex)
    )


def _earlier(study: Study, other: Study) -> bool:
    return study.study_at is None or other.study_at is None or other.study_at < study.study_at


def _unsuitable(study: Study) -> int:
    text = f"{study.description} {study.body_part}"
    return (0 if _HEAD.search(text) else 1 if not text.strip() else 3) + (1 if _CONTRAST.search(text) else 0)


def _moment(study: Study) -> float:
    return study.study_at.toordinal() + study.study_at.hour / 24 + study.study_at.minute / 1440 if study.study_at else 0
