"""What travels between a workstation and the cluster: pixels and geometry one way, a result the other way.

A message is one line of JSON (kind, schema, the arrays' types and shapes, plain values), then the arrays, compressed by
zlib. Nothing in a volume's message names the patient or the study: the workstation keeps the UIDs and puts them back
into the answer. The pixels themselves can show a face; hence TLS.
"""

from __future__ import annotations

import json
import math
import zlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from inference.result_json import from_json, to_json
from inference.types import CaseResult, SliceScore, Volume

SCHEMA: Final = 1
#: No message may grow beyond this when unpacked: 2,000 slices of 512 x 512.
MOST_BYTES: Final = 2000 * 512 * 512 * 2
_DTYPES: Final = {"uint8": np.uint8, "int16": np.int16, "int32": np.int32, "float64": np.float64}
_LONGEST_HEADER: Final = 64 << 20


def volume_message(volume: Volume) -> bytes:
    """``volume`` without its identifiers."""
    arrays: dict[str, NDArray[Any]] = {
        "hu": volume.hu, "affine": volume.affine, "positions_mm": volume.positions_mm,
        "offsets_mm": volume.offsets_mm, "frame_numbers": np.array(volume.frame_numbers, np.int32),
    }  # fmt: skip
    return _pack("volume", {"tilt_degrees": volume.tilt_degrees}, arrays)


def volume_from(message: bytes) -> Volume:
    """The volume of a message, its UIDs empty.

    Raises:
        ValueError: the bytes are no such message.
    """
    values, arrays = _unpack("volume", message)
    try:
        return Volume(
            hu=arrays["hu"], affine=arrays["affine"], positions_mm=arrays["positions_mm"],
            offsets_mm=arrays["offsets_mm"], tilt_degrees=float(values["tilt_degrees"]), study_instance_uid="",
            series_instance_uid="", sop_instance_uids=("",) * len(arrays["hu"]),
            frame_numbers=tuple(int(n) for n in arrays["frame_numbers"]),
        )  # fmt: skip
    except (KeyError, TypeError) as error:
        raise ValueError("the message lacks a part of the volume") from error


def result_message(result: CaseResult) -> bytes:
    """``result`` with its masks."""
    arrays: dict[str, NDArray[Any]] = {} if result.labels is None else {"labels": result.labels}
    return _pack("result", {"result": to_json(result)}, arrays)


def result_from(message: bytes, volume: Volume) -> CaseResult:
    """The result of a message, with the identifiers of the ``volume`` that was asked about.

    Raises:
        ValueError: the bytes are no such message, or the answer is about another volume.
    """
    values, arrays = _unpack("result", message)
    labels = arrays.get("labels")
    result = from_json(values.get("result", {}), labels)
    if labels is not None and (labels.dtype != np.uint8 or labels.shape != volume.hu.shape):
        raise ValueError("the answer's masks do not fit the images")
    if len(result.slices) not in (0, len(volume.hu)):
        raise ValueError("the answer is about another number of slices")
    slices = tuple(
        SliceScore(s.index, uid, s.z_mm, s.score)
        for s, uid in zip(result.slices, volume.sop_instance_uids, strict=False)
    )
    return replace(
        result,
        study_instance_uid=volume.study_instance_uid,
        series_instance_uid=volume.series_instance_uid,
        slices=slices,
    )


def _pack(kind: str, values: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> bytes:
    table = [{"name": name, "dtype": str(array.dtype), "shape": list(array.shape)} for name, array in arrays.items()]
    header = json.dumps({"firstread": kind, "schema": SCHEMA, "arrays": table, **values}, allow_nan=False)
    squeezer = zlib.compressobj(1)  # the fastest level: twice the speed of the default for a tenth more bytes
    parts = [header.encode(), b"\n"]
    parts += [squeezer.compress(_foldable(np.ascontiguousarray(array))) for array in arrays.values()]
    return b"".join([*parts, squeezer.flush()])


def _unpack(kind: str, message: bytes) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    end = message.find(b"\n", 0, _LONGEST_HEADER)
    try:
        header = json.loads(message[:end]) if end >= 0 else None
        if not isinstance(header, dict) or header.pop("firstread", None) != kind or header.pop("schema") != SCHEMA:
            raise ValueError("not a message of this kind and schema")
        table = [
            (str(entry["name"]), np.dtype(_DTYPES[entry["dtype"]]), tuple(int(n) for n in entry["shape"]))
            for entry in header.pop("arrays")
        ]
        if any(n < 0 for _, _, shape in table for n in shape):
            raise ValueError("an array of the message has an impossible shape")
        sizes = [math.prod(shape) * dtype.itemsize for _, dtype, shape in table]
        if sum(sizes) > MOST_BYTES:
            raise ValueError("the message is too large")
        content = zlib.decompressobj().decompress(message[end + 1 :], max(sum(sizes), 1))
    except (KeyError, TypeError, zlib.error, RecursionError, OverflowError) as error:
        raise ValueError("not a message between a workstation and its cluster") from error
    if len(content) != sum(sizes):
        raise ValueError("the message is cut short")
    arrays: dict[str, NDArray[Any]] = {}
    first = 0
    for (name, dtype, shape), size in zip(table, sizes, strict=True):
        arrays[name] = _unfolded(content[first : first + size], dtype, shape)
        first += size
    return header, arrays


def _foldable(array: NDArray[Any]) -> bytes:
    """Bytes that compress well: neighbouring HU differ little, and their high bytes hardly at all."""
    if array.dtype != np.int16 or array.ndim == 0:
        return array.tobytes()
    steps = array.copy()
    steps[..., 1:] -= array[..., :-1]  # wraps around; so does the way back
    return np.ascontiguousarray(steps.view(np.uint8).reshape(-1, 2).T).tobytes()


def _unfolded(content: bytes, dtype: np.dtype[Any], shape: tuple[int, ...]) -> NDArray[Any]:
    if dtype != np.int16 or not shape:
        return np.frombuffer(content, dtype).reshape(shape).copy()
    planes = np.frombuffer(content, np.uint8).reshape(2, -1)
    steps = np.ascontiguousarray(planes.T).view(np.int16).reshape(shape)
    return np.cumsum(steps, axis=-1, dtype=np.int16)
