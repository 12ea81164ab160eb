"""From the labelled stacks to a model folder in one command: five networks, each judged on patients it never saw.

The out-of-fold scores give the figures, the calibration and the threshold. With those, each network looks at its
left-out patients once more, for the report that ``python -m inference evaluate`` writes. The network that is shipped is
trained on everybody. Each part is kept in its own folder, so that a run that was cut off goes on where it was.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from joblib import Parallel, delayed
from joblib.externals.loky import get_reusable_executor
from numpy.typing import NDArray

from inference import measures as ms
from inference.detect import detect
from inference.evaluation import clusters
from inference.evaluation.collection import Collection
from inference.evaluation.manifest import Example
from inference.evaluation.study import Study
from inference.session import Session
from inference.training.ctich import SPACING, CtichStack, folds, load_patient
from inference.training.ctich import patients as everyone
from inference.training.data import Preparation, Stack, ctich_stacks
from inference.training.export import export
from inference.training.out_of_fold import LeftOut, figures, manifest_entries, of_the_others, threshold_for
from inference.training.train import TrainingPlan, is_done, train
from inference.types import TYPES, CaseResult, Lesion, Volume

FOLDS = 5
#: Of a network whose own threshold is not known yet.
_ANY_THRESHOLD = 0.5
#: What a fold's network said of the patients that it never saw.
_JUDGED = "left_out.json"
_AS_IS = {"slope": 1.0, "intercept": 0.0}

#: What a reader of the report has to know.
REMARKS = (
    "Every patient was judged by the one network of the cross-validation that was not trained on it, all at one "
    "threshold. It follows from these same patients, so that the sensitivity is what was asked for; what the threshold "
    "of the other folds' patients gives stands below. Probabilities are by the other folds' calibration.",
    "**The masks are derived**, inside boxes drawn by hand, except for the few slices drawn by hand, whose Dice stands "
    "below: sizes, volumes, Dice and lesions measure the masks of one program against those of another. A patient with "
    "hemorrhage that has no outline counts as one without a mask. The number of a line is that of the patient.",
)

Say = Callable[[str], None]


@dataclasses.dataclass(frozen=True, slots=True)
class Means:
    """How a run is done: how heads are made ready, ``folds`` parts, and for each network what :func:`train` takes.

    ``together`` networks train at once, each in a process of its own: one alone leaves most of a GPU idle.
    """

    preparation: Preparation = dataclasses.field(default_factory=Preparation)
    folds: int = FOLDS
    minutes: float | None = None
    workers: int = 1
    device: str | None = None
    together: int = 1


def cross_validate(
    root: Path, phantoms: Sequence[Stack], plan: TrainingPlan, out: Path, version: str, means: Means, say: Say
) -> Path:
    """Trains all folds and on everybody, and judges the folds; returns the folder of the finished model.

    Writes ``fold-N/`` (checkpoint, curve, ``left_out.json``), ``out_of_fold.json`` with every left-out patient and the
    figures, ``report/`` as ``evaluate`` writes it, and ``model/``, whose manifest has the calibration, the threshold
    and the histogram of scores.

    Args:
        root: the folder of the CT-ICH stacks.
        phantoms: heads that every network may see.
        plan: of each network.

    Raises:
        ValueError: fewer than two patients with hemorrhage, or without.
    """
    bleeding = [p.positive for p in everyone(root)]
    if not 2 <= sum(bleeding) <= len(bleeding) - 2:
        raise ValueError("a cross-validation needs two patients with hemorrhage, and two without")
    dealt = folds(root, means.folds, seed=0)
    wanted: list[tuple[Sequence[str], Path]] = []
    for number, patients in enumerate(dealt):
        if not (out / f"fold-{number}" / _JUDGED).exists():
            say(f"fold {number + 1} of {means.folds}: left out {' '.join(patients)}")
            wanted.append((patients, out / f"fold-{number}"))
    wanted.append(((), everybody := out / "everybody"))
    if means.together > 1 and means.preparation.kept is not None:
        ctich_stacks(root, (), means.preparation)  # made ready once; each network then reads what was kept
    Parallel(n_jobs=means.together)(
        delayed(_train)(root, held_out, phantoms, plan, folder, means) for held_out, folder in wanted
    )
    if means.together > 1:
        get_reusable_executor().shutdown()  # ended here, its processes leave the GPU to what follows
    cases: list[LeftOut] = []
    for number, patients in enumerate(dealt):
        cases += _judged(root, number, patients, out / f"fold-{number}")
    entries = manifest_entries(cases)
    threshold = threshold_for([c.score for c in cases], [c.positive for c in cases])
    found = report(root, dealt, cases, threshold, version, out, say)
    (out / "out_of_fold.json").write_text(
        json.dumps(
            {
                "threshold": threshold, **entries,
                "figures": {name: dataclasses.asdict(value) for name, value in found.items()},
                "patients": [c.to_json() for c in cases],
            },
            indent=1,
        )
        + "\n"
    )  # fmt: skip
    say(table(found, threshold))
    export(
        everybody / "checkpoint.pt", out / "model", name="hybrid-mask-rcnn", version=version, threshold=threshold,
        calibration=entries.pop("calibration"), extra=entries,
    )  # fmt: skip
    return out / "model"


def _train(
    root: Path, held_out: Sequence[str], phantoms: Sequence[Stack], plan: TrainingPlan, out: Path, means: Means
) -> None:  # fmt: skip
    """The checkpoint of a network in ``out``; heads are made ready only for one that is not trained yet."""
    if not is_done(out, plan, means.minutes):
        stacks = ctich_stacks(root, held_out, means.preparation) + list(phantoms)
        train(stacks, plan, out, means.minutes, means.workers, means.device)


def _judged(root: Path, number: int, patients: Sequence[str], out: Path) -> list[LeftOut]:
    """The patients of a fold as its network judges them, or did before."""
    done = out / _JUDGED
    if done.exists():
        return [LeftOut.from_json(values) for values in json.loads(done.read_text())]
    cases = judge(root, patients, out / "checkpoint.pt", out / "model", number)
    partial = done.with_suffix(".part")
    partial.write_text(json.dumps([c.to_json() for c in cases], indent=1) + "\n")
    partial.replace(done)
    return cases


def judge(root: Path, patients: Sequence[str], checkpoint: Path, model: Path, fold: int) -> list[LeftOut]:
    """What the network of ``checkpoint`` says of ``patients``; exports it to the folder ``model`` on the way."""
    export(checkpoint, model, name="fold", version=str(fold), threshold=_ANY_THRESHOLD, calibration=_AS_IS)
    with Session.open(model, "cpu") as session:
        return [left_out(load_patient(root, patient), session, fold) for patient in patients]


def left_out(stack: CtichStack, session: Session, fold: int) -> LeftOut:
    """One patient through the whole detector."""
    result = detect(volume_of(stack), session)
    seen = result.inputs
    return LeftOut(
        patient=stack.patient,
        fold=fold,
        positive=bool(stack.positive.any()),
        types=tuple(t.value for i, t in enumerate(TYPES) if stack.slice_types[:, i].any()),
        score=float(result.score or 0.0),
        type_scores=tuple(result.probability_by_type[t] for t in TYPES),  # raw: the fold's calibration is none
        slice_scores=tuple(round(s.score, 5) for s in result.slices),
        slice_truths=tuple(bool(p) for p in stack.positive),
        lesions=tuple(_meetings(result.lesions, stack.labels)),
        inputs={} if seen is None else {k: float(v) for k, v in dataclasses.asdict(seen).items() if v is not None},
    )


def _meetings(lesions: Sequence[Lesion], labels: NDArray[np.uint8]) -> Iterator[tuple[str, str, float]]:
    """The true type that most pixels in a lesion's boxes have, the type it was given, and its score."""
    for lesion in lesions:
        counts = np.zeros(len(TYPES) + 1, np.intp)
        for box in lesion.boxes:
            inside = labels[box.slice, box.y0 : box.y1, box.x0 : box.x1]
            counts += np.bincount(inside.ravel(), minlength=len(counts))
        counts[0] = 0
        if counts.any():
            yield TYPES[int(counts.argmax()) - 1].value, lesion.type.value, round(lesion.score, 5)


def report(
    root: Path, dealt: Sequence[Sequence[str]], cases: Sequence[LeftOut], threshold: float, version: str, out: Path,
    say: Say,
) -> dict[str, ms.Estimate]:  # fmt: skip
    """Writes ``out/report``: the tables of the paper on the left-out patients, each judged by its fold's network.

    All are judged at ``threshold``; probabilities are by the calibration of the other folds' patients. A patient with
    blood that has no outline counts as one without a mask.

    Returns:
        The :func:`figures`, and the Dice of any hemorrhage over the slices drawn by hand.
    """
    collected = Collection(out / "report")
    overlap: list[list[float]] = []
    runtimes = []
    for number, patients in enumerate(dealt):
        with Session.open(out / f"fold-{number}" / "model", "cpu") as session:
            runtimes.append(session.runtime)
            session.manifest |= {"threshold": threshold, "calibration": of_the_others(cases, number)[1]}
            for patient in patients:
                stack = load_patient(root, patient)
                study = study_of(stack, session)
                collected.add(study, session, by_lesion=True)
                overlap.append(drawn_dice(stack, study.result))
        say(f"report: fold {number + 1} of {len(dealt)}")
    found = figures(cases, threshold) | {
        "Dice, slices drawn by hand": clusters.ratio([sum(one) for one in overlap], [len(one) for one in overlap])
    }
    runtime = dataclasses.replace(
        runtimes[0], model=f"hybrid-mask-rcnn {version}, {len(dealt)} networks of its folds",
        model_sha256=hashlib.sha256("".join(r.model_sha256 for r in runtimes).encode()).hexdigest(),
    )  # fmt: skip
    lines = [" ".join(line.split()) for line in table(found, threshold).split("\n")[1:]]
    collected.write(runtime, threshold, say, (*REMARKS, "\n".join(f"- {line}" for line in lines)))
    return found


def study_of(stack: CtichStack, session: Session) -> Study:
    """A left-out patient, judged, beside what is known of it; its number stands for the line of a manifest."""
    volume, positive = volume_of(stack), bool(stack.positive.any())
    types = frozenset(t for i, t in enumerate(TYPES) if stack.slice_types[:, i].any())
    unknown = int(np.count_nonzero(~stack.known))
    return Study(
        example=Example(int(stack.patient), Path(), positive, types),
        result=detect(volume, session),
        truth=stack.labels if positive and not unknown else None,
        problem=f"{unknown} slices with hemorrhage have no outline" if unknown else "",
        images=volume,
    )


def drawn_dice(stack: CtichStack, result: CaseResult) -> list[float]:
    """Dice of any hemorrhage on each slice that was drawn by hand."""
    labels = result.labels
    assert labels is not None  # the detector has labels for every answer
    values = [ms.dice(labels[z] > 0, stack.labels[z] > 0) for z in np.flatnonzero(stack.drawn)]
    return [v for v in values if v is not None]


def volume_of(stack: CtichStack) -> Volume:
    """The stack as the detector takes it."""
    count = len(stack.hu)
    affine = np.diag([SPACING[2], SPACING[1], SPACING[0], 1.0])
    return Volume(
        hu=stack.hu, affine=affine, positions_mm=np.arange(count, dtype=np.float64) * SPACING[0],
        offsets_mm=np.zeros((count, 2)), tilt_degrees=0.0, study_instance_uid="", series_instance_uid="",
        sop_instance_uids=("",) * count, frame_numbers=(1,) * count,
    )  # fmt: skip


def table(found: dict[str, ms.Estimate], threshold: float) -> str:
    """The figures as lines of text."""

    def line(name: str, value: ms.Estimate) -> str:
        if value.value is None:
            return f"{name:42}  not measured"
        interval = "" if value.low is None or value.high is None else f" ({value.low:.3f} to {value.high:.3f})"
        return f"{name:42}  {value.value:.3f}{interval}, n = {value.n}"

    lines = [line(name, value) for name, value in found.items()]
    return "\n".join([f"out of fold, threshold {threshold:.2f}:", *lines])
