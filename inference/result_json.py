"""A case result as the JSON of the command-line contract, and back.

The contract is stable for scripts outside the project: schema 1, plain numbers, lists and strings. Without an answer
(``not_analysable``, ``failed``) probabilities are null, the volumes 0 and the lists empty.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from inference.errors import Reason
from inference.types import (
    TYPES,
    Box,
    CaseResult,
    CaseState,
    HemorrhageType,
    InputStatistics,
    Lesion,
    Runtime,
    SizeClass,
    SliceScore,
    Timing,
)

SCHEMA = 1


def to_json(result: CaseResult) -> dict[str, Any]:
    """The result as plain JSON values, without the label mask."""
    volumes = {t.value: float(result.volumes_ml.get(t, 0.0)) for t in TYPES}
    by_type = result.probability_by_type
    return {
        "schema": SCHEMA,
        "study_instance_uid": result.study_instance_uid,
        "series_instance_uid": result.series_instance_uid,
        "state": result.state.value,
        "reasons": [{"code": reason.code, "text": reason.text} for reason in result.reasons],
        "probability": _number(result.probability),
        **({} if result.probability_interval is None
           else {"probability_interval": [float(end) for end in result.probability_interval]}),
        "probability_by_type": {t.value: _number(by_type.get(t)) for t in TYPES},
        "score": _number(result.score),
        "threshold": float(result.threshold),
        "slices": [
            {"index": int(s.index), "sop_instance_uid": s.sop_instance_uid, "z_mm": float(s.z_mm),
             "score": float(s.score)}
            for s in result.slices
        ],
        "lesions": [_lesion(lesion) for lesion in result.lesions],
        "excluded": [_box(box) for box in result.excluded],
        "volumes_ml": {**volumes, "total": float(sum(volumes.values()))},
        **({} if result.inputs is None else {"inputs": asdict(result.inputs)}),
        "timing_s": {name: float(value) for name, value in asdict(result.timing).items()},
        "runtime": asdict(result.runtime),
    }  # fmt: skip


def from_json(content: Mapping[str, Any], labels: NDArray[np.uint8] | None = None) -> CaseResult:
    """The result that :func:`to_json` made ``content`` from.

    Args:
        content: parsed JSON.
        labels: uint8 [Z, Y, X], kept with the result.

    Raises:
        ValueError: another schema, or entries missing or of the wrong kind.
    """
    if not isinstance(content, Mapping):
        raise ValueError("not a Firstread result: it holds no named values")
    if content.get("schema") != SCHEMA:
        raise ValueError(f"results of schema {content.get('schema')!r} cannot be read, only {SCHEMA}")
    try:
        return _result(content, labels)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not a Firstread result: {error!r}") from error


def save(
    result: CaseResult, path: Path, masks: Path | None = None, second_reader: Mapping[str, Any] | None = None
) -> None:
    """Writes the JSON to ``path`` and, if asked for, the label mask to ``masks`` (see :func:`save_masks`).

    ``second_reader`` is what :func:`inference.second_reader.compare` made; it is added under that key.
    The file appears complete or not at all.
    """
    text = to_text(result, second_reader)
    if masks is not None:
        save_masks(result, masks)
    _replace(path, lambda file: file.write(text.encode()))


def to_text(result: CaseResult, second_reader: Mapping[str, Any] | None = None) -> str:
    """The JSON as text, ending in a line break; with the key ``second_reader`` if there was one.

    Raises:
        ValueError: a number is infinite or NaN.
    """
    content = to_json(result) if second_reader is None else {**to_json(result), "second_reader": dict(second_reader)}
    return json.dumps(content, indent=1, allow_nan=False) + "\n"


def save_masks(result: CaseResult, path: Path) -> None:
    """Writes ``labels`` to the NumPy archive ``path``.

    Without an answer there is no mask, and ``path`` is removed if it is there, so that no stale one is taken for this
    result's.
    """
    if result.labels is None:
        path.unlink(missing_ok=True)
    else:
        labels = result.labels
        _replace(path, lambda file: np.savez_compressed(file, labels=labels))


def load(path: Path, masks: Path | None = None) -> CaseResult:
    """The result that :func:`save` wrote; with its labels if ``masks`` is given and exists.

    Raises:
        ValueError: the files are not a result.
        OSError: ``path`` cannot be read.
    """
    labels = None
    if masks is not None and masks.exists():
        with np.load(masks, allow_pickle=False) as archive:
            labels = archive["labels"]
    return from_json(json.loads(path.read_text(encoding="utf-8")), labels)


def _number(value: float | None) -> float | None:
    return None if value is None else float(value)


def _box(box: Box) -> dict[str, Any]:
    return {
        "slice": int(box.slice), "x0": int(box.x0), "y0": int(box.y0), "x1": int(box.x1), "y1": int(box.y1),
        "score": float(box.score), **({"why": box.why} if box.why else {}),
    }  # fmt: skip


def _lesion(lesion: Lesion) -> dict[str, Any]:
    return {
        "id": int(lesion.id),
        "type": lesion.type.value,
        "group": lesion.type.group,
        "score": float(lesion.score),
        "volume_ml": float(lesion.volume_ml),
        "volume_ml_interval": [float(value) for value in lesion.volume_ml_interval],
        "size_class": lesion.size_class.value,
        "abc2_ml": float(lesion.abc2_ml),
        "slices": [int(value) for value in lesion.slices],
        "centroid_mm": [float(value) for value in lesion.centroid_mm],
        "side": lesion.side,
        "region": lesion.region,
        "boxes": [_box(box) for box in lesion.boxes],
    }


def _result(content: Mapping[str, Any], labels: NDArray[np.uint8] | None) -> CaseResult:
    state = CaseState(content["state"])
    answered = state in (CaseState.POSITIVE, CaseState.NEGATIVE)
    return CaseResult(
        study_instance_uid=content["study_instance_uid"],
        series_instance_uid=content["series_instance_uid"],
        state=state,
        reasons=tuple(Reason(r["code"], r["text"]) for r in content["reasons"]),
        probability=content["probability"],
        probability_by_type={
            HemorrhageType(t): float(p) for t, p in content["probability_by_type"].items() if p is not None
        },
        score=content["score"],
        threshold=float(content["threshold"]),
        slices=tuple(SliceScore(**_only(SliceScore, s)) for s in content["slices"]),
        lesions=tuple(_read_lesion(lesion) for lesion in content["lesions"]),
        excluded=tuple(Box(**_only(Box, box)) for box in content["excluded"]),
        volumes_ml={t: float(content["volumes_ml"][t.value]) for t in TYPES} if answered else {},
        timing=Timing(**_only(Timing, content["timing_s"])),
        runtime=Runtime(**_only(Runtime, content["runtime"])),
        labels=labels,
        probability_interval=_interval(content.get("probability_interval")),
        inputs=_inputs(content.get("inputs")),
    )


def _interval(ends: Sequence[float] | None) -> tuple[float, float] | None:
    return None if ends is None else (float(ends[0]), float(ends[1]))


def _inputs(entry: Mapping[str, Any] | None) -> InputStatistics | None:
    return None if entry is None else InputStatistics(**_only(InputStatistics, entry))


def _read_lesion(entry: Mapping[str, Any]) -> Lesion:
    low, high = entry["volume_ml_interval"]
    first, last = entry["slices"]
    x, y, z = entry["centroid_mm"]
    return Lesion(
        id=int(entry["id"]),
        type=HemorrhageType(entry["type"]),
        score=float(entry["score"]),
        volume_ml=float(entry["volume_ml"]),
        volume_ml_interval=(float(low), float(high)),
        size_class=SizeClass(entry["size_class"]),
        abc2_ml=float(entry["abc2_ml"]),
        slices=(int(first), int(last)),
        boxes=tuple(Box(**_only(Box, box)) for box in entry["boxes"]),
        centroid_mm=(float(x), float(y), float(z)),
        side=str(entry.get("side", "")),  # results of earlier versions have no place
        region=str(entry.get("region", "")),
    )


def _only(kind: type, entry: Mapping[str, Any]) -> dict[str, Any]:
    """The entries that ``kind`` has; a later minor version may write more."""
    known = {field.name for field in fields(kind)}
    return {name: value for name, value in entry.items() if name in known}


def _replace(path: Path, write: Callable[[IO[bytes]], object]) -> None:
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            write(file)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
