"""Full-range CT and stacks that were rescued from brain-window pictures get the same answer.

Most of the network's real training stacks are such pictures: bone flat at 800 HU, fat at -20, air at -1000. Scanners
give all of it in full. Here the same head is judged both ways. Stated tolerance: the same state, the study's score
within 0.05, the volume within 10 %, masks that overlap with a Dice of 0.95 and more, and every slice's score within 0.1
but for those with a trace of blood (up to 0.2 mL), where 256 grey values may tip the balance.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import ndimage

from inference.detect import detect
from inference.phantom import Hemorrhage, Phantom, PhantomSpec, render
from inference.session import Session
from inference.types import CaseResult, HemorrhageType, Volume

BONE_HU, FAT_HU, AIR_HU, WINDOW = 800, -20, -1000, (-20, 100)


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    with Session.open(provider="cpu") as opened:
        yield opened


@pytest.fixture(scope="module")
def drawn() -> Phantom:
    """The upper part of a head with 30 mL of blood."""
    bleed = Hemorrhage(HemorrhageType.IPH, 30.0, "left lobar")
    return render(PhantomSpec(seed=41, hemorrhages=(bleed,)), slices=9, first_mm=50.0)


@pytest.fixture(scope="module")
def head(drawn: Phantom) -> Volume:
    return drawn.to_volume()


@pytest.fixture(scope="module")
def answer(head: Volume, session: Session) -> CaseResult:
    return detect(head, session)


def flat(hu: NDArray[np.int16]) -> NDArray[np.int16]:
    """Only bone and fat lose their texture."""
    out = hu.copy()
    out[hu >= 150] = BONE_HU
    out[(hu < FAT_HU) & (hu > -300)] = FAT_HU
    return out


def picture(hu: NDArray[np.int16]) -> NDArray[np.int16]:
    """All that a picture in the brain window keeps: 256 grey values, white taken for bone, black outside for air."""
    low, high = WINDOW
    grey = np.round(np.clip((hu - low) / (high - low), 0, 1) * 255)
    out: NDArray[np.int16] = np.round(grey / 255 * (high - low) + low).astype(np.int16)
    out[grey >= 252] = BONE_HU
    for plane, dark in zip(out, grey <= 3, strict=True):
        parts, _ = ndimage.label(dark)
        edge = np.unique(np.concatenate([parts[0], parts[-1], parts[:, 0], parts[:, -1]]))
        plane[np.isin(parts, edge[edge > 0])] = AIR_HU
    return out


@pytest.mark.parametrize("loss", [flat, picture])
def test_the_same_head_gets_the_same_answer(
    loss: Callable[[NDArray[np.int16]], NDArray[np.int16]],
    drawn: Phantom,
    head: Volume,
    answer: CaseResult,
    session: Session,
) -> None:
    hu = loss(head.hu)
    assert (hu != head.hu).mean() > 0.05
    other = detect(replace(head, hu=hu), session)
    assert other.state is answer.state
    assert other.score == pytest.approx(answer.score, abs=0.05)
    scores = [np.array([one.score for one in result.slices]) for result in (answer, other)]
    blood_ml = np.array([np.count_nonzero(plane) for plane in drawn.labels]) * head.voxel_ml
    trace = (blood_ml > 0) & (blood_ml < 0.2)
    assert trace.sum() <= 1
    assert np.abs(scores[0] - scores[1])[~trace].max() < 0.1
    assert other.total_ml == pytest.approx(answer.total_ml, rel=0.1)
    assert answer.labels is not None and other.labels is not None
    a, b = answer.labels > 0, other.labels > 0
    assert 2 * (a & b).sum() / (a.sum() + b.sum()) >= 0.95
