"""The paper's pipeline from top to bottom: a CT volume in, a judged case out (Chang 2018, Figs 1 and 2).

Everything that decides is here in the order in which it happens; the network's graphs run in
:mod:`inference.session`, the geometry is in :mod:`inference.preprocess`, what no box can know by itself in
:mod:`inference.plausibility`, :mod:`inference.continuation` and :mod:`inference.naming`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset

from inference import boxes as bx
from inference.calibration import Calibration
from inference.caveats import caveats
from inference.continuation import WEAK, accepted, in_context
from inference.crop import Window, window_of
from inference.dicom import read_studies
from inference.errors import DeviceError, ModelError, NotAnalysable, Reason, UnreadableInput
from inference.head_frame import head_frame
from inference.input_statistics import input_statistics
from inference.intracranial import Cells, intracranial
from inference.labels import one_type_each, paste
from inference.naming import agreed
from inference.outline import follow_blood
from inference.plausibility import Doubt, limits
from inference.preprocess import NetworkInput, prepare
from inference.series import choose
from inference.session import USE_THE_SHIPPED, Rejected, Session
from inference.types import TYPES, Box, CaseResult, CaseState, FileSource, HemorrhageType, SliceScore, Timing, Volume
from inference.volumetry import measure, volumes_ml

#: Slices that go through the network together. Measured on the CPU: 8 take a quarter more memory and a twentieth less
#: time; with 4 an exam of 32 slices stays below 1 GB. A GPU has many cores to feed and no such limit.
CHUNK, GPU_CHUNK = 4, 16
#: Boxes that go through a box graph together: each takes about half a MB while its features are gathered.
BOXES_TOGETHER, GPU_BOXES_TOGETHER = 128, {"heads": 512, "masks": 64}
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
    chunk: int | None = None,
    judge: Judge | None = None,
) -> CaseResult:
    """Reads one study, picks its series and judges it; never raises for what the input is like.

    Args:
        source: a file, a folder (any nesting) or data sets of one study.
        session: the opened model.
        progress: called with 0 to 1.
        chunk: slices that go through the network together, at least 1; fewer take less memory. None for as many as suit
            the device.
        judge: another reader that takes the place of :func:`detect`.
    Returns:
        A result in one of the four states; ``not_analysable`` and ``failed`` carry their reasons.
    Raises:
        Cancelled: if ``session.cancel()`` was called.
        FileError: a file that its disk does not give.
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
    except NotAnalysable as error:
        return unanswered(CaseState.NOT_ANALYSABLE, error.reason, session, study_uid, series_uid, started)
    if choice.refused is not None:
        return unanswered(CaseState.NOT_ANALYSABLE, choice.refused, session, study_uid, series_uid, started)
    loaded = time.perf_counter()
    try:
        if judge is None:
            result = detect(choice.volume, session, progress, chunk)
        else:
            result = judge(choice.volume, session, progress)
    except NotAnalysable as error:
        return unanswered(CaseState.NOT_ANALYSABLE, error.reason, session, study_uid, series_uid, started)
    timing = replace(result.timing, load=loaded - started, total=time.perf_counter() - started)
    return replace(result, reasons=(*choice.warnings, *result.reasons), timing=timing)


def open_session(model_dir: Path | None = None, provider: str = "auto", threads: int | None = None) -> Session:
    """A session that is ready to judge; arguments and errors as :meth:`inference.session.Session.open`.

    Where ``auto`` chose a GPU that passes its self-test and then has no room for an exam, the CPU takes its place.
    """
    session = Session.open(model_dir, provider, threads)
    try:
        make_ready(session)
    except DeviceError as error:
        session.close()
        if provider != "auto":
            raise
        rejected = (*session.rejected, Rejected(session.runtime.provider, error.reason.text))
        session = Session.open(model_dir, "cpu", threads)
        session.rejected = rejected
    except ModelError:
        session.close()
        raise
    return session


def make_ready(session: Session, chunk: int = GPU_CHUNK) -> None:
    """Once after opening: a GPU prepares itself for each shape that will come, which takes longer than an exam.

    Args:
        chunk: slices that will go through the network together on a GPU.
    Raises:
        ModelError: the graphs are made for another version of Firstread.
        DeviceError: the device failed, for example ran out of memory.
    """
    if "backbone" not in session.graphs or "proposal_logits" not in session.outputs("backbone"):
        raise ModelError(
            "model_schema", f"The model's graphs are made for another version of Firstread; {USE_THE_SHIPPED}."
        )
    if not session.on_gpu:
        return
    size, context = int(session.manifest["input"]["height"]), int(session.manifest["input"]["context"])
    blank = np.zeros((1, 1, chunk + 2 * context, size, size), np.float32)
    levels = [level["name"] for level in session.manifest["levels"]]
    for _ in range(2):  # the first run of a shape chooses algorithms, the second finds all memory taken
        maps = session.run("backbone", {"slabs": blank}, levels)
        for level in levels:
            for graph, count in GPU_BOXES_TOGETHER.items():
                session.run(graph, {"feature": maps[level], "boxes": np.zeros((count, 5), np.float32)})


def detect(volume: Volume, session: Session, progress: Progress | None = None, chunk: int | None = None) -> CaseResult:
    """Judges one volume that is fit to be judged.

    Raises:
        Cancelled: if ``session.cancel()`` was called.
    """
    started = time.perf_counter()
    seen = prepare(volume)
    with ThreadPoolExecutor(1, "skull") as other:
        skull = other.submit(intracranial, seen.pixels, seen.mm[0])
        if not session.on_gpu:
            skull.result()  # the CPU computes both, and looks at nothing beyond the head
        prepared = time.perf_counter()
        found, positive, labels = look(seen, session, progress, chunk, skull.result)
        inside = skull.result()
    looked = time.perf_counter()
    result = _conclude(volume, seen, found, positive, labels, session)
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
    chunk: int | None = None,
    inside: Callable[[], Cells] | None = None,
    crop: bool = True,
) -> tuple[Detections, NDArray[np.bool_], NDArray[np.uint8]]:
    """The network over the whole head, slice by slice as the paper, chunk by chunk to bound the memory.

    Args:
        inside: gives the intracranial space, if it is known already or being found; asked for when it is needed.
        crop: leave out what lies beyond the head. Only on the CPU: other providers prepare themselves for each shape
            anew, which costs more than it saves. For the same reason a GPU is given whole chunks, the last one filled.

    Returns:
        The detections; which of them are accepted, bool [N]; and the label of every pixel in those: uint8
        [S, 512, 512], 0 none, 1 to 5 the types.
    """
    context = int(session.manifest["input"]["context"])
    threshold = float(session.manifest["threshold"])
    space = inside or partial(intracranial, seen.pixels, seen.mm[0])
    slices, height, width = seen.pixels.shape
    whole = Window(0, slices, 0, height, 0, width)
    window = window_of(space()) if crop and session.runtime.provider == "cpu" else whole
    chunk = chunk or (GPU_CHUNK if session.on_gpu else CHUNK)
    filling = -(window.z1 - window.z0) % chunk if session.on_gpu else 0
    padded = np.pad(window.cut(seen.pixels), ((context, context + filling), (0, 0), (0, 0)), mode="edge")
    shape = padded.shape[1:]
    levels = [level["name"] for level in session.manifest["levels"]]
    anchors = _anchors(session.manifest, shape)
    parts: list[Detections] = []
    planes: list[NDArray[np.float32]] = []
    for first in range(window.z0, window.z1, chunk):
        last = min(first + chunk, window.z1)
        end = (first + chunk if session.on_gpu else last) + 2 * context
        maps = session.run("backbone", {"slabs": padded[None, None, first:end]}, levels)
        proposals = _propose(maps, last - first, anchors, session.manifest, shape)
        found = _classify(maps, proposals, session, shape)
        planes += _segment(maps, found[found.scores >= WEAK * threshold], session)
        parts.append(replace(found, slices=found.slices + first, boxes=window.boxes_back(found.boxes)))
        if progress is not None:
            progress((last - window.z0) / (window.z1 - window.z0))
    found = _joined(parts)
    drawn = np.flatnonzero(found.scores >= WEAK * threshold)
    found = _plausible(found, seen.pixels, space())
    positive = accepted(found.slices, found.boxes, found.scores, threshold)
    found = _named(found, positive)
    kept, kept_planes = found[positive], [plane for plane, i in zip(planes, drawn, strict=True) if positive[i]]
    labels = paste(kept.slices, kept.boxes, kept.types.argmax(1) + 1, kept_planes, seen.pixels.shape)
    return found, positive, follow_blood(one_type_each(labels), seen.pixels)


def _plausible(found: Detections, pixels: NDArray[np.float32], inside: Cells) -> Detections:
    """Boxes outside the skull, of calcifications, and on end slices where nothing supports them lose their score."""
    kept, doubts = limits(found.slices, found.boxes, found.scores, pixels, inside)
    share = kept / np.maximum(found.scores, np.float32(1e-6))
    types = (found.types * share[:, None]).astype(np.float32)
    return replace(found, types=types, doubts=np.array(doubts, object))


def _named(found: Detections, positive: NDArray[np.bool_]) -> Detections:
    """Accepted boxes that lie on each other share their types."""
    types = found.types.copy()
    types[positive] = agreed(found.slices[positive], found.boxes[positive], types[positive])
    return replace(found, types=types)


def _joined(parts: Sequence[Detections]) -> Detections:
    return Detections(
        np.concatenate([p.slices for p in parts]), np.concatenate([p.boxes for p in parts]),
        np.concatenate([p.types for p in parts]), np.concatenate([p.objectness for p in parts]),
        np.concatenate([p.doubts for p in parts]),
    )  # fmt: skip


def _anchors(manifest: Mapping[str, Any], shape: tuple[int, ...]) -> bx.Floats:
    """Every anchor of a slice of ``shape``, float32 [A, 4], level by level."""
    height, width = shape
    return np.concatenate([
        bx.anchors(
            height // level["stride"], width // level["stride"], level["stride"], level["anchor"],
            tuple(manifest["ratios"]),
        )
        for level in manifest["levels"]
    ])  # fmt: skip


def _propose(
    maps: Mapping[str, Any], slices: int, anchors: bx.Floats, manifest: Mapping[str, Any], shape: tuple[int, ...]
) -> Detections:
    """Fig 1A-C: anchors tested, the top 256 of each slice kept, pruned by non-maximum suppression."""
    logits = maps["proposal_logits"][:slices]
    n, rank = np.nonzero(logits >= -np.log(1 / LEAST_OBJECTNESS - 1))
    logits, places = logits[n, rank], maps["proposal_places"][n, rank]
    found = bx.clip(bx.decode(maps["proposal_deltas"][n, rank], anchors[places]), *shape)
    wide = np.flatnonzero(((found[:, 2:] - found[:, :2]) >= 3).all(1))
    kept = wide[bx.nms(n[wide], found[wide], logits[wide], manifest["proposal_nms"])]
    return Detections(
        slices=n[kept], boxes=found[kept], types=np.zeros((len(kept), len(TYPES)), np.float32),
        objectness=1 / (1 + np.exp(-logits[kept])), doubts=np.full(len(kept), Doubt.NONE, object),
    )  # fmt: skip


def _by_level(
    maps: Mapping[str, Any], found: Detections, session: Session, graph: str
) -> list[tuple[NDArray[np.intp], dict[str, NDArray[Any]]]]:
    """Runs a box graph on each pyramid level for the boxes that belong there: (box indices, outputs).

    A GPU always gets the same number of boxes, the last ones empty.
    """
    levels = session.manifest["levels"]
    together = GPU_BOXES_TOGETHER[graph] if session.on_gpu else BOXES_TOGETHER
    belongs = bx.level_of(found.boxes, len(levels))
    out = []
    for i, level in enumerate(levels):
        of_level = np.flatnonzero(belongs == i)
        for first in range(0, len(of_level), together):
            mine = of_level[first : first + together]
            table = np.zeros((together if session.on_gpu else len(mine), 5), np.float32)
            table[: len(mine), 0], table[: len(mine), 1:] = found.slices[mine], found.boxes[mine] / level["stride"]
            answer = session.run(graph, {"feature": maps[level["name"]], "boxes": table})
            out.append((mine, {name: values[: len(mine)] for name, values in answer.items()}))
    return out


def _classify(maps: Mapping[str, Any], proposals: Detections, session: Session, shape: tuple[int, ...]) -> Detections:
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
    return refined[bx.nms(refined.slices, refined.boxes, refined.scores, DETECTION_NMS)]


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
    height, width = blood.shape[1:]
    first = np.minimum((boxes[:, :2] / stride).astype(np.intp), (width - 1, height - 1))
    last = np.minimum(np.ceil(boxes[:, 2:] / stride).astype(np.intp), (width, height))
    sides = np.maximum(last - first, 1)
    agreed = np.empty(len(boxes), np.float32)
    for w, h in np.unique(sides, axis=0):  # boxes of one size at a time: most are small, and many alike
        mine = np.flatnonzero((sides == (w, h)).all(1))
        x, y = (first[mine, axis, None] + np.arange(length) for axis, length in enumerate((w, h)))
        cells = blood[slices[mine, None, None], y[:, :, None], x[:, None, :]].reshape(len(mine), -1)
        best = max(cells.shape[1] // 4, 1)
        agreed[mine] = np.partition(cells, -best, axis=1)[:, -best:].mean(1)
    factors: bx.Floats = np.sqrt(agreed / np.maximum(scores, np.float32(1e-6)))
    return factors


def _segment(maps: Mapping[str, Any], accepted: Detections, session: Session) -> list[NDArray[np.float32]]:
    """Fig 1D: the mask of every accepted box for its most probable type, float32 [bins, bins] in [0, 1]."""
    planes = [np.empty((0, 0), np.float32)] * len(accepted.boxes)
    for mine, answer in _by_level(maps, accepted, session, "masks"):
        for i, logits in zip(mine, answer["mask_logits"], strict=True):
            planes[i] = 1 / (1 + np.exp(-logits[accepted.types[i].argmax()]))
    return planes


def _conclude(
    volume: Volume,
    seen: NetworkInput,
    found: Detections,
    positive: NDArray[np.bool_],
    network_labels: NDArray[np.uint8],
    session: Session,
) -> CaseResult:
    """From boxes and masks on the network's grid to the case on the stored slices."""
    threshold = float(session.manifest["threshold"])
    scores = found.scores
    score = float(scores.max(initial=0.0))
    labels = seen.labels_to_original(network_labels)

    boxes = seen.boxes_to_original(found.boxes, found.slices, scores)
    drawn: list[tuple[HemorrhageType, Box]] = []
    for i in np.flatnonzero(positive):
        drawn += [(TYPES[int(found.types[i].argmax())], box) for box in boxes[i]]
    excluded = [replace(box, why=str(found.doubts[i])) for i in _worth_showing(found, positive) for box in boxes[i]]
    by_slice = np.zeros(len(seen.pixels))
    np.maximum.at(by_slice, found.slices, scores)
    by_slice = in_context(by_slice)[seen.slab_of()]
    calibration = Calibration.from_manifest(session.manifest["calibration"])
    probability = calibration.probability(score)
    by_type = {t: float(found.types[:, i].max(initial=0.0)) for i, t in enumerate(TYPES)}
    return CaseResult(
        study_instance_uid=volume.study_instance_uid,
        series_instance_uid=volume.series_instance_uid,
        state=CaseState.POSITIVE if score >= threshold else CaseState.NEGATIVE,
        reasons=(),
        probability=probability,
        probability_interval=calibration.interval(score),
        # maps of their own, fitted on few patients, may cross: one type is no more probable than any hemorrhage
        probability_by_type={t: min(calibration.probability(raw, t), probability) for t, raw in by_type.items()},
        score=score,
        threshold=threshold,
        slices=tuple(
            SliceScore(i, uid, float(z), float(s))
            for i, (uid, z, s) in enumerate(zip(volume.sop_instance_uids, volume.positions_mm, by_slice, strict=True))
        ),
        lesions=measure(labels, volume, drawn, head_frame(volume) if drawn else None),
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
