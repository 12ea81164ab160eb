"""Stored pixels to Hounsfield units, with every size checked before anything is decoded."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import scipy  # its parts load when they are first needed, not at the start of the program
from numpy.typing import NDArray
from pydicom import encaps
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.pixels.decoders.base import get_decoder
from pydicom.uid import (
    UID,
    DeflatedExplicitVRLittleEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    RLELossless,
)

from inference.elements import integer
from inference.errors import FirstreadError, UnreadableInput
from inference.files import read_whole
from inference.headers import SliceHeader, encoding_name

AIR_HU = -1024
#: Encodings without a stream that states its own size.
_NO_STREAM = (RLELossless,)
#: Padding that stands for more than this HU may also be a true measurement elsewhere in the slice.
_PADDING_IS_TISSUE_HU = -900
_THREADS = 4
#: Images with more pixels are decoded one at a time: each takes some 30 bytes a pixel meanwhile.
_LARGE = 2048 * 2048


def read_hu(headers: Sequence[SliceHeader]) -> NDArray[np.int16]:
    """HU of slices of one matrix, int16 [N, Y, X], in the order given. Each file is opened once.

    Raises:
        UnreadableInput: truncated or damaged pixel data, an encoding without a decoder, no rescale values.
        FileError: as :func:`inference.files.read_whole`.
    """
    by_source: dict[int, list[int]] = {}
    for index, header in enumerate(headers):
        by_source.setdefault(id(header.source), []).append(index)
    # each slice goes to its place as soon as it is decoded: a list of them would hold the stack twice
    hu = np.empty((len(headers), headers[0].rows, headers[0].columns), np.int16)
    threads = 1 if max(one.rows * one.columns for one in headers) > _LARGE else min(_THREADS, len(by_source))
    with ThreadPoolExecutor(threads, thread_name_prefix="decode") as pool:
        jobs = [
            pool.submit(_read_source, [headers[i] for i in wanted], [hu[i] for i in wanted])
            for wanted in by_source.values()
        ]
        try:
            for job in jobs:
                job.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return hu


def _read_source(headers: list[SliceHeader], planes: list[NDArray[np.int16]]) -> None:
    """Writes the HU of slices of one file to ``planes`` [Y, X]."""
    source = headers[0].source
    try:
        ds = source if isinstance(source, Dataset) else read_whole(source)
        for header, plane in zip(headers, planes, strict=True):
            plane[...] = _to_hu(_stored(ds, header), ds, header)
    except FirstreadError:
        raise
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # decoders raise anything, those in Rust not even an Exception; it may quote values
        raise UnreadableInput("damaged_pixels", "The pixel data of an image are damaged.") from _anonymous(error)


def _anonymous(error: BaseException) -> Exception:
    """The kind of the error without its text, which may quote the header."""
    return RuntimeError(type(error).__name__)


def _stored(ds: Dataset, header: SliceHeader) -> NDArray[np.int32]:
    """Stored values of one frame, int32 [Y, X], after the length of the pixel data was checked."""
    allocated, kept = integer(ds, "BitsAllocated"), integer(ds, "BitsStored")
    if allocated not in (8, 16, 32) or kept is None or not 0 < kept <= allocated:
        raise UnreadableInput("unsupported_pixels", "The images store their values in an unusual number of bits.")
    if (integer(ds, "Rows"), integer(ds, "Columns")) != (header.rows, header.columns):
        raise UnreadableInput("damaged_pixels", "The pixel data of an image do not fit its header.")
    data = ds.get("PixelData")
    if not isinstance(data, (bytes, bytearray)) or not data:
        raise UnreadableInput("no_pixels", "An image has no pixel data.")
    syntax = _transfer_syntax(ds)
    try:
        decoder = get_decoder(ExplicitVRLittleEndian if syntax == DeflatedExplicitVRLittleEndian else syntax)
    except NotImplementedError:
        decoder = None
    if decoder is None or not decoder.is_available:
        raise UnreadableInput("unsupported_encoding", f"No decoder for {encoding_name(syntax)} is installed.")
    if decoder.is_encapsulated:
        frame = bytes(encaps.get_frame(data, header.frame - 1, number_of_frames=header.frames))
        if decoder.UID not in _NO_STREAM:
            _check_codestream(frame, header)
    elif len(data) < header.rows * header.columns * header.frames * (allocated // 8):
        raise UnreadableInput("truncated_pixels", "The pixel data of an image are cut short.")
    if not hasattr(ds, "file_meta") or ds.file_meta.get("TransferSyntaxUID") != decoder.UID:
        ds = _with_syntax(ds, decoder.UID)
    # grey values of one sample, as its header was found to say, or to leave open
    grey = {"samples_per_pixel": 1, "photometric_interpretation": "MONOCHROME2"}
    array, _ = decoder.as_array(ds, index=header.frame - 1, raw=True, **grey)  # type: ignore[arg-type]
    if array.shape != (header.rows, header.columns):
        raise UnreadableInput("damaged_pixels", "The pixel data of an image do not fit its header.")
    return array.astype(np.int32)


def _transfer_syntax(ds: Dataset) -> UID:
    meta = getattr(ds, "file_meta", None)
    found = meta.get("TransferSyntaxUID") if meta is not None else None
    if found:
        return UID(str(found))
    return ImplicitVRLittleEndian if ds.original_encoding[0] is not False else ExplicitVRLittleEndian


def _with_syntax(ds: Dataset, syntax: UID) -> Dataset:
    """A shallow copy that names its transfer syntax, so that the caller's data set stays as it was."""
    copy = Dataset(ds)
    copy.file_meta = FileMetaDataset()
    copy.file_meta.TransferSyntaxUID = syntax
    copy.set_original_encoding(syntax.is_implicit_VR, syntax.is_little_endian)
    return copy


def _check_codestream(frame: bytes, header: SliceHeader) -> None:
    """Compare the size inside a JPEG, JPEG-LS or JPEG 2000 stream with the header's before a decoder trusts it.

    A stream says also how many components it has: with 255 of them a decoder would take gigabytes.
    """
    size: tuple[int, int, int] | None = None
    start = frame.find(b"\xff\x4f\xff\x51")  # JPEG 2000: SOC, SIZ (ISO 15444-1 A.5.1)
    if 0 <= start < 4096:
        siz = frame[start + 8 : start + 42]
        width, height, x0, y0 = (int.from_bytes(siz[i : i + 4], "big") for i in range(0, 16, 4))
        size = height - y0, width - x0, int.from_bytes(siz[32:34], "big")
    elif frame[:2] == b"\xff\xd8":
        at = 2
        while at + 9 < len(frame) and frame[at] == 0xFF:
            marker = frame[at + 1]
            if marker == 0xFF:  # fill bytes may stand before any marker
                at += 1
                continue
            # SOF0-SOF15 without DHT, JPG, DAC (ISO 10918-1 B.1.1.3); 0xF7 is JPEG-LS (ISO 14495-1)
            if (0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC)) or marker == 0xF7:
                height, width = (int.from_bytes(frame[at + i : at + i + 2], "big") for i in (5, 7))
                size = height, width, frame[at + 9]
                break
            at += 2 + int.from_bytes(frame[at + 2 : at + 4], "big")
    if size != (header.rows, header.columns, 1):
        raise UnreadableInput("damaged_pixels", "The compressed pixel data do not fit the image's header.")


def _to_hu(stored: NDArray[np.int32], ds: Dataset, header: SliceHeader) -> NDArray[np.int16]:
    """Rescale (PS3.3 C.11.1) and set the padding (PS3.3 C.7.5.1.1.2) to air."""
    slope, intercept = header.slope, header.intercept
    if intercept is None:
        # signed values that reach air are HU already; anything else would be a guess of 1024 HU
        if integer(ds, "PixelRepresentation") != 1 or int(stored.min()) > -900:
            raise UnreadableInput("no_rescale", "The images do not say how their values become Hounsfield units.")
        intercept = 0.0
    slope = 1.0 if slope is None else slope
    if slope == 1 and intercept == int(intercept):
        hu: NDArray[np.float64] | NDArray[np.int64] = stored.astype(np.int64) + int(intercept)
    else:
        hu = np.rint(stored * slope + intercept)
    hu16: NDArray[np.int16] = np.clip(hu, -32768, 32767).astype(np.int16)
    padding = _padding_mask(stored, ds, slope, intercept)
    if padding is not None:
        hu16[padding] = np.minimum(hu16[padding], AIR_HU)
    return hu16


def _padding_mask(stored: NDArray[np.int32], ds: Dataset, slope: float, intercept: float) -> NDArray[np.bool_] | None:
    low = _padding_value(ds, "PixelPaddingValue")
    if low is None:
        return None
    high = _padding_value(ds, "PixelPaddingRangeLimit")
    low, high = sorted((low, low if high is None else high))
    mask: NDArray[np.bool_] = (stored >= low) & (stored <= high)
    if not mask.any():
        return None
    if max(low * slope, high * slope) + intercept > _PADDING_IS_TISSUE_HU:
        # some writers pad with a value that is also tissue (0 HU): only what touches the border is padding then
        labels, _ = scipy.ndimage.label(mask)
        edge = np.unique(np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]]))
        mask = np.isin(labels, edge[edge > 0])
    return mask


def _padding_value(ds: Dataset, keyword: str) -> int | None:
    """The padding value as the pixels store it: its VR (US or SS) is often the wrong one of the two."""
    found, bits = integer(ds, keyword), integer(ds, "BitsAllocated") or 16
    if found is None:
        return None
    found %= 1 << bits
    signed = integer(ds, "PixelRepresentation") == 1
    return found - (1 << bits) if signed and found >= 1 << (bits - 1) else found
