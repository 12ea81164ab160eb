"""Full-range CT and stacks that were rescued from brain-window pictures get the same answer.

Most of the network's real training stacks are such pictures: bone flat at 800 HU, fat at -20, air at -1000. Scanners
give all of it in full. Here the same heads are judged both ways. Stated tolerance: the same state, the study's score
within 0.05, the volume within 10 %, masks that overlap with a Dice of 0.95 and more (thin subarachnoid blood 0.9), and
every slice's score within 0.1 but for those with a trace of blood (up to 0.2 mL), where 256 grey values may tip the
balance.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import ndimage

from inference.detect import detect
from inference.phantom import Hemorrhage, Phantom, PhantomSpec, render
from inference.session import Session
from inference.types import CaseResult, CaseState, HemorrhageType, Volume

BONE_HU, FAT_HU, AIR_HU, WINDOW = 800, -20, -1000, (-20, 100)


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    with Session.open(provider="cpu") as opened:
        yield opened


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """A head, and the answer on it as the scanner gave it."""

    drawn: Phantom
    head: Volume
    answer: CaseResult


#: Part of a head: a large bleed in the brain, none, blood on the bone whose edge is lost, thin blood beside it.
HEADS: dict[str, tuple[Hemorrhage | None, int, float]] = {
    "IPH": (Hemorrhage(HemorrhageType.IPH, 30.0, "left lobar"), 9, 50.0),
    "none": (None, 8, 20.0),
    "SDH": (Hemorrhage(HemorrhageType.SDH, 25.0, "right convexity"), 8, 20.0),
    "SAH": (Hemorrhage(HemorrhageType.SAH, 4.0, "left convexity"), 8, 30.0),
}


@pytest.fixture(scope="module")
def pair_of(session: Session) -> Callable[[str], Pair]:
    @lru_cache
    def find(name: str) -> Pair:
        bleed, slices, first_mm = HEADS[name]
        spec = PhantomSpec(seed=41, hemorrhages=(bleed,) if bleed is not None else ())
        drawn = render(spec, slices=slices, first_mm=first_mm)
        head = drawn.to_volume()
        return Pair(drawn, head, detect(head, session))

    return find


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


@pytest.mark.parametrize(
    ("name", "loss"),
    [("IPH", flat), ("IPH", picture), ("none", picture), ("SDH", picture), ("SAH", picture)],
)
def test_the_same_head_gets_the_same_answer(
    name: str,
    loss: Callable[[NDArray[np.int16]], NDArray[np.int16]],
    pair_of: Callable[[str], Pair],
    session: Session,
) -> None:
    pair = pair_of(name)
    head, answer = pair.head, pair.answer
    hu = loss(head.hu)
    assert (hu != head.hu).mean() > 0.05
    assert answer.state is (CaseState.NEGATIVE if name == "none" else CaseState.POSITIVE)
    other = detect(replace(head, hu=hu), session)
    assert other.state is answer.state
    assert other.score == pytest.approx(answer.score, abs=0.05)
    scores = [np.array([one.score for one in result.slices]) for result in (answer, other)]
    blood_ml = np.array([np.count_nonzero(plane) for plane in pair.drawn.labels]) * head.voxel_ml
    trace = (blood_ml > 0) & (blood_ml < 0.2)
    assert trace.sum() <= 1
    assert np.abs(scores[0] - scores[1])[~trace].max() < 0.1
    assert other.total_ml == pytest.approx(answer.total_ml, rel=0.1)
    assert answer.labels is not None and other.labels is not None
    a, b = answer.labels > 0, other.labels > 0
    assert 2 * (a & b).sum() >= (0.9 if name == "SAH" else 0.95) * (a.sum() + b.sum())
