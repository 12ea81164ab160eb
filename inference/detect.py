"""The paper's pipeline from top to bottom: a CT volume in, a judged case out (Chang 2018, Figs 1 and 2).

Everything that decides is here in the order in which it happens; the network's graphs run in
:mod:`inference.session`, the geometry is in :mod:`inference.preprocess`, what no box can know by itself in
:mod:`inference.plausibility`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset

from inference import boxes as bx
from inference.calibration import Calibration
from inference.caveats import caveats
from inference.crop import whole, window_of
from inference.dicom import read_studies
from inference.errors import NotAnalysable, Reason, UnreadableInput
from inference.head_frame import head_frame
from inference.input_statistics import input_statistics
from inference.intracranial import Cells, intracranial
from inference.labels import one_type_each, paste
from inference.plausibility import Doubt, limits
from inference.preprocess import NetworkInput, prepare
from inference.series import choose
from inference.session import Session
from inference.suitability import check
from inference.types import TYPES, Box, CaseResult, CaseState, FileSource, HemorrhageType, SliceScore, Timing, Volume
from inference.volumetry import measure, volumes_ml

#: Slices that go through the network together. Measured on the CPU: 8 take a quarter more memory and a twentieth less
#: time; with 4 an exam of 32 slices stays below 1 GB.
CHUNK = 4
#: Boxes that go through a box graph together: each takes about half a MB while its features are gathered.
BOXES_TOGETHER = 128
#: Proposals below this objectness are background in practice; the class head never looks at them.
LEAST_OBJECTNESS = 0.02
#: Two detections on a slice that overlap more than this are one.
DETECTION_NMS = 0.4
#: Rejected proposals are worth showing from this objectness, at most so many a slice (the purple boxes of Fig 3).
EXCLUDED_OBJECTNESS, EXCLUDED_PER_SLICE = 0.3, 3

Progress = Callable[[float], None]
Judge = Callable[[Volume, Session, Progress | None], CaseResult]


@dataclass(frozen=True, slots=True, eq=False)
class Detections:
    """Boxes of all slices of the network's grid, best first within a slice.

    Attributes:
        slices: intp [N].
        boxes: float32 [N, 4] in network pixels.
        types: float32 [N, 5], softmax probability of each type; background is what is missing to one.
        objectness: float32 [N], [0, 1].
        doubts: N, why a box was held back after the network (see :mod:`inference.plausibility`).
    """

    slices: NDArray[np.intp]
    boxes: bx.Floats
    types: bx.Floats
    objectness: bx.Floats
    doubts: NDArray[np.object_]

    @property
    def scores(self) -> bx.Floats:
        """float32 [N]: probability that the box holds hemorrhage of any type."""
        scores: bx.Floats = self.types.sum(1)
        return scores

    def __getitem__(self, index: Any) -> Detections:
        return Detections(
            self.slices[index], self.boxes[index], self.types[index], self.objectness[index], self.doubts[index]
        )


def analyze(
    source: FileSource | Sequence[FileSource] | Sequence[Dataset],
    session: Session,
    progress: Progress | None = None,
    chunk: int = CHUNK,
    judge: Judge | None = None,
) -> CaseResult:
    """Reads one study, picks its series and judges it; never raises for what the input is like.

    Args:
        source: a file, a folder (any nesting) or data sets of one study.
        session: the opened model.
        progress: called with 0 to 1.
        chunk: slices that go through the network together, at least 1; fewer take less memory.
        judge: another reader that takes the place of :func:`detect`.
    Returns:
        A result in one of the four states; ``not_analysable`` and ``failed`` carry their reasons.
    Raises:
        Cancelled: if ``session.cancel()`` was called.
    """
    started = time.perf_counter()
    study_uid = series_uid = ""
    try:
        studies = read_studies(source)
        if len(studies) > 1:
            raise UnreadableInput(
                "several_studies", f"The folder holds {len(studies)} studies; give the detector one at a time."
            )
        study_uid = studies[0].study_instance_uid
        choice = choose(studies[0])
        series_uid = choice.volume.series_instance_uid
        warnings = (*choice.volume.warnings, *check(choice.volume, choice.series))
    except NotAnalysable as error:
        return unanswered(CaseState.NOT_ANALYSABLE, error.reason, session, study_uid, series_uid, started)
    loaded = time.perf_counter()
    try:
        if judge is None:
            result = detect(choice.volume, session, progress, chunk)
        else:
            result = judge(choice.volume, session, progress)
    except NotAnalysable as error:
        return unanswered(CaseState.NOT_ANALYSABLE, error.reason, session, study_uid, series_uid, started)
    timing = replace(result.timing, load=loaded - started, total=time.perf_counter() - started)
    return replace(result, reasons=(*warnings, *result.reasons), timing=timing)


def detect(volume: Volume, session: Session, progress: Progress | None = None, chunk: int = CHUNK) -> CaseResult:
    """Judges one volume that is fit to be judged.

    Raises:
        Cancelled: if ``session.cancel()`` was called.
    """
    started = time.perf_counter()
    seen = prepare(volume)
    inside = intracranial(seen.pixels, seen.mm[0])
    prepared = time.perf_counter()
    found, labels = look(seen, session, progress, chunk, inside)
    looked = time.perf_counter()
    result = _conclude(volume, seen, found, labels, session)
    statistics = input_statistics(volume, seen, inside)
    ended = time.perf_counter()
    return replace(
        result,
        reasons=caveats(volume, seen, inside),
        inputs=statistics,
        timing=Timing(
            preprocess=prepared - started,
            inference=looked - prepared,
            postprocess=ended - looked,
            total=ended - started,
        ),
    )


def look(
    seen: NetworkInput,
    session: Session,
    progress: Progress | None = None,
    chunk: int = CHUNK,
    inside: Cells | None = None,
    crop: bool = True,
) -> tuple[Detections, NDArray[np.uint8]]:
    """The network over the whole head, slice by slice as the paper, chunk by chunk to bound the memory.

    Args:
        inside: the intracranial space, if it is known already.
        crop: leave out what lies beyond the head. Only on the CPU: other providers prepare themselves for each shape
            anew, which costs more than it saves.

    Returns:
        The detections, and the label of every pixel in accepted ones: uint8 [S, 512, 512], 0 none, 1 to 5 the types.
    """
    context = int(session.manifest["input"]["context"])
    threshold = float(session.manifest["threshold"])
    if inside is None:
        inside = intracranial(seen.pixels, seen.mm[0])
    window = window_of(inside) if crop and session.runtime.provider == "cpu" else whole(inside)
    padded = np.pad(window.cut(seen.pixels), ((context, context), (0, 0), (0, 0)), mode="edge")
    shape = padded.shape[1:]
    parts: list[Detections] = []
    planes: list[NDArray[np.float32]] = []
    for first in range(window.z0, window.z1, chunk):
        last = min(first + chunk, window.z1)
        maps = session.run("backbone", {"slabs": padded[None, None, first : last + 2 * context]})
        proposals = _propose(maps, session.manifest, shape)
        found = _classify(maps, proposals, session, shape)
        planes += _segment(maps, found[found.scores >= threshold], session)
        parts.append(replace(found, slices=found.slices + first, boxes=window.boxes_back(found.boxes)))
        if progress is not None:
            progress((last - window.z0) / (window.z1 - window.z0))
    found = _joined(parts)
    drawn = np.flatnonzero(found.scores >= threshold)
    found = _plausible(found, inside)
    accepted, still = found[drawn], found.scores[drawn] >= threshold
    kept = [plane for plane, stays in zip(planes, still, strict=True) if stays]
    accepted = accepted[still]
    kinds = accepted.types.argmax(1) + 1
    return found, paste(accepted.slices, accepted.boxes, kinds, kept, seen.pixels.shape)


def _plausible(found: Detections, inside: Cells) -> Detections:
    """Boxes outside the skull, and those on end slices that nothing supports, lose their score."""
    kept, doubts = limits(found.slices, found.boxes, found.scores, inside)
    share = kept / np.maximum(found.scores, np.float32(1e-6))
    types = (found.types * share[:, None]).astype(np.float32)
    return replace(found, types=types, doubts=np.array(doubts, object))


def _joined(parts: Sequence[Detections]) -> Detections:
    return Detections(
        np.concatenate([p.slices for p in parts]), np.concatenate([p.boxes for p in parts]),
        np.concatenate([p.types for p in parts]), np.concatenate([p.objectness for p in parts]),
        np.concatenate([p.doubts for p in parts]),
    )  # fmt: skip


def _propose(maps: dict[str, NDArray[Any]], manifest: dict[str, Any], shape: tuple[int, ...]) -> Detections:
    """Fig 1A-C: anchors tested, the top 256 of each slice kept, pruned by non-maximum suppression."""
    scores, deltas, anchors = [], [], []
    for level in manifest["levels"]:
        objectness, moves = maps[f"objectness_{level['name']}"], maps[f"deltas_{level['name']}"]
        slices, ratios, height, width = objectness.shape
        scores.append(objectness.transpose(0, 2, 3, 1).reshape(slices, -1))
        deltas.append(moves.reshape(slices, ratios, 4, height, width).transpose(0, 3, 4, 1, 2).reshape(slices, -1, 4))
        anchors.append(bx.anchors(height, width, level["stride"], level["anchor"], tuple(manifest["ratios"])))
    all_scores, all_deltas, all_anchors = np.concatenate(scores, 1), np.concatenate(deltas, 1), np.concatenate(anchors)
    limit = -np.log(1 / LEAST_OBJECTNESS - 1)
    out: list[Detections] = []
    for n, logits in enumerate(all_scores):
        top = np.argpartition(-logits, manifest["proposals"])[: manifest["proposals"]]
        top = top[logits[top] >= limit]
        found = bx.clip(bx.decode(all_deltas[n, top], all_anchors[top]), *shape)
        wide = ((found[:, 2:] - found[:, :2]) >= 3).all(1)
        found, top = found[wide], top[wide]
        kept = bx.nms(found, logits[top], manifest["proposal_nms"])
        objectness = 1 / (1 + np.exp(-logits[top][kept]))
        types, doubts = np.zeros((len(kept), len(TYPES)), np.float32), np.full(len(kept), Doubt.NONE, object)
        out.append(Detections(np.full(len(kept), n), found[kept], types, objectness, doubts))
    return _joined(out)


def _by_level(
    maps: dict[str, NDArray[Any]], found: Detections, session: Session, graph: str
) -> list[tuple[NDArray[np.intp], dict[str, NDArray[Any]]]]:
    """Runs a box graph on each pyramid level for the boxes that belong there: (box indices, outputs)."""
    levels = session.manifest["levels"]
    belongs = bx.level_of(found.boxes, len(levels))
    out = []
    for i, level in enumerate(levels):
        of_level = np.flatnonzero(belongs == i)
        for first in range(0, len(of_level), BOXES_TOGETHER):
            mine = of_level[first : first + BOXES_TOGETHER]
            table = np.concatenate([found.slices[mine, None], found.boxes[mine] / level["stride"]], 1).astype(
                np.float32
            )
            out.append((mine, session.run(graph, {"feature": maps[level["name"]], "boxes": table})))
    return out


def _classify(
    maps: dict[str, NDArray[Any]], proposals: Detections, session: Session, shape: tuple[int, ...]
) -> Detections:
    """Fig 1C: each proposal is hemorrhage of one type or not; the box is refined; doubles on a slice are dropped."""
    types, boxes = proposals.types.copy(), proposals.boxes.copy()
    for mine, answer in _by_level(maps, proposals, session, "heads"):
        logits = answer["class_logits"]
        share = np.exp(logits - logits.max(1, keepdims=True))
        types[mine] = (share / share.sum(1, keepdims=True))[:, 1:]
        kind = types[mine].argmax(1) + 1
        moves = answer["box_deltas"].reshape(len(mine), -1, 4)[np.arange(len(mine)), kind]
        boxes[mine] = bx.clip(bx.decode(moves, proposals.boxes[mine], bx.BOX_WEIGHTS), *shape)
    if "blood_p2" in maps:
        types *= second_opinion(maps["blood_p2"][:, 0], proposals.slices, boxes, types.sum(1))[:, None]
    refined = replace(proposals, types=types, boxes=boxes)
    refined = refined[((boxes[:, 2:] - boxes[:, :2]) >= 1).all(1)]
    kept: list[NDArray[np.intp]] = [np.empty(0, np.intp)]
    for n in np.unique(refined.slices):
        mine = np.flatnonzero(refined.slices == n)
        kept.append(mine[bx.nms(refined.boxes[mine], refined.scores[mine], DETECTION_NMS)])
    return refined[np.concatenate(kept)]


def second_opinion(
    blood: NDArray[np.float32], slices: NDArray[np.intp], boxes: bx.Floats, scores: bx.Floats, stride: int = 4
) -> bx.Floats:
    """What the pixels say of each box: the factor that turns its score into the geometric mean with theirs.

    The class head sees a box as 7 x 7 cells and may trust a bright edge; the pixel-wise answer of the finest level
    must agree. This goes beyond the paper; on the left-out patients it lifts the AUC of slices from 0.90 to 0.95.

    Args:
        blood: float32 [slices, h, w], probability that a cell of ``stride`` pixels holds blood.
        slices, boxes: [N], [N, 4] in network pixels.
        scores: [N], probability of hemorrhage by the class head.
    Returns:
        float32 [N], non-negative; the pixels' probability is the mean of the best quarter of the cells in the box.
    """
    factors = np.ones(len(boxes), np.float32)
    height, width = blood.shape[1:]
    for i, (n, box) in enumerate(zip(slices, boxes, strict=True)):
        x0, y0 = min(int(box[0] / stride), width - 1), min(int(box[1] / stride), height - 1)
        x1, y1 = max(int(np.ceil(box[2] / stride)), x0 + 1), max(int(np.ceil(box[3] / stride)), y0 + 1)
        cells = np.sort(blood[n, y0:y1, x0:x1], axis=None)
        agreed = float(cells[-max(len(cells) // 4, 1) :].mean())
        factors[i] = np.sqrt(agreed / max(float(scores[i]), 1e-6))
    return factors


def _segment(maps: dict[str, NDArray[Any]], accepted: Detections, session: Session) -> list[NDArray[np.float32]]:
    """Fig 1D: the mask of every accepted box for its most probable type, float32 [bins, bins] in [0, 1]."""
    planes = [np.empty((0, 0), np.float32)] * len(accepted.boxes)
    for mine, answer in _by_level(maps, accepted, session, "masks"):
        for i, logits in zip(mine, answer["mask_logits"], strict=True):
            planes[i] = 1 / (1 + np.exp(-logits[accepted.types[i].argmax()]))
    return planes


def _conclude(
    volume: Volume, seen: NetworkInput, found: Detections, network_labels: NDArray[np.uint8], session: Session
) -> CaseResult:
    """From boxes and masks on the network's grid to the case on the stored slices."""
    threshold = float(session.manifest["threshold"])
    scores = found.scores
    score = float(scores.max(initial=0.0))
    positive = scores >= threshold
    labels = seen.labels_to_original(one_type_each(network_labels))

    boxes = seen.boxes_to_original(found.boxes, found.slices, scores)
    accepted: list[tuple[HemorrhageType, Box]] = []
    for i in np.flatnonzero(positive):
        accepted += [(TYPES[int(found.types[i].argmax())], box) for box in boxes[i]]
    excluded = [replace(box, why=str(found.doubts[i])) for i in _worth_showing(found, positive) for box in boxes[i]]
    by_slice = np.zeros(len(seen.pixels))
    np.maximum.at(by_slice, found.slices, scores)
    by_slice = by_slice[seen.slab_of()]
    calibration = Calibration.from_manifest(session.manifest["calibration"])
    by_type = {t: float(found.types[:, i].max(initial=0.0)) for i, t in enumerate(TYPES)}
    return CaseResult(
        study_instance_uid=volume.study_instance_uid,
        series_instance_uid=volume.series_instance_uid,
        state=CaseState.POSITIVE if score >= threshold else CaseState.NEGATIVE,
        reasons=(),
        probability=calibration.probability(score),
        probability_interval=calibration.interval(score),
        probability_by_type={t: calibration.probability(raw, t) for t, raw in by_type.items()},
        score=score,
        threshold=threshold,
        slices=tuple(
            SliceScore(i, uid, float(z), float(s))
            for i, (uid, z, s) in enumerate(zip(volume.sop_instance_uids, volume.positions_mm, by_slice, strict=True))
        ),
        lesions=measure(labels, volume, accepted, head_frame(volume) if accepted else None),
        excluded=tuple(excluded),
        volumes_ml=volumes_ml(labels, volume),
        timing=Timing(),
        runtime=session.runtime,
        labels=labels,
    )


def _worth_showing(found: Detections, positive: NDArray[np.bool_]) -> list[int]:
    """The proposals that looked most like hemorrhage and were rejected, a few a slice."""
    out: list[int] = []
    for n in np.unique(found.slices):
        mine = np.flatnonzero((found.slices == n) & ~positive & (found.objectness >= EXCLUDED_OBJECTNESS))
        out += mine[np.argsort(-found.objectness[mine])[:EXCLUDED_PER_SLICE]].tolist()
    return out


def unanswered(
    state: CaseState, reason: Reason, session: Session, study_uid: str, series_uid: str, started: float
) -> CaseResult:
    """A case without an answer: no probability, no score, no lesion, only the reason."""
    seconds = time.perf_counter() - started
    return CaseResult(
        study_instance_uid=study_uid, series_instance_uid=series_uid, state=state, reasons=(reason,), probability=None,
        probability_by_type={}, score=None, threshold=float(session.manifest["threshold"]), slices=(), lesions=(),
        excluded=(), volumes_ml={}, timing=Timing(load=seconds, total=seconds), runtime=session.runtime,
    )  # fmt: skip
