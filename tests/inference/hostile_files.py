"""More than a thousand damaged and hostile DICOM files, always the same ones: see :func:`corpus`."""

from __future__ import annotations

import gzip
import io
import itertools
import random
import zipfile
import zlib
from collections.abc import Iterable, Iterator

import numpy as np
from pydicom import dcmread
from pydicom.dataset import Dataset
from pydicom.tag import Tag
from pydicom.uid import (
    DeflatedExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    JPEG2000Lossless,
    RLELossless,
)

from tests.inference.dicom_files import datasets, enhanced, jpeg_lossless, to_bytes

_HU = np.random.default_rng(3).integers(-1000, 2000, (2, 32, 32)).astype(np.int16)
_PIXELS = b"\xe0\x7f\x10\x00"
_ITEM = b"\xfe\xff\x00\xe0"

#: What somebody might hope that a path is built from.
TRICKS = (
    "../../../../tmp/x", "..\\..\\x", "/etc/passwd", "C:\\Windows\\x", "~/.ssh/x", ".", "..", "", " ", "a/b",
    "CON", "NUL.dcm", "%2e%2e%2fx",
    "$(reboot)", "1.2.840/../../x", "1" * 4000, "x\x00y", "\n", "ünï", "-rf", "*", "file:///etc/passwd",
)  # fmt: skip


def seeds() -> dict[str, bytes]:
    """Whole files, of each kind that can be read."""
    plain = datasets(_HU)[0]
    implicit = dcmread(io.BytesIO(to_bytes(plain)))
    implicit.file_meta.TransferSyntaxUID = ImplicitVRLittleEndian
    buffer = io.BytesIO()
    implicit.save_as(buffer, implicit_vr=True, little_endian=True, enforce_file_format=True)
    return {
        "plain": to_bytes(plain),
        "implicit": buffer.getvalue(),
        "enhanced": to_bytes(enhanced(_HU, [1, 0])),
        "rle": _compressed(RLELossless),
        "jpeg2000": _compressed(JPEG2000Lossless),
        "jpeg": to_bytes(jpeg_lossless(datasets(_HU)[0])),
        "deflated": deflated(to_bytes(plain)),
    }


def deflated(raw: bytes, *, body: Iterable[bytes] = ()) -> bytes:
    """A file as the deflated transfer syntax has it; ``body`` replaces the data set (in Explicit VR Little Endian)."""
    meta = _meta_end(raw)
    packer = zlib.compressobj(1, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = b"".join(packer.compress(part) for part in body or (raw[meta:],)) + packer.flush()
    return _with_syntax(raw[:meta], DeflatedExplicitVRLittleEndian) + packed


def corpus() -> Iterator[tuple[str, bytes]]:
    """Name and content of each file; the name begins with the kind of damage."""
    whole = seeds()
    yield from _flipped(whole)
    yield from _truncated(whole)
    yield from _wrong_elements(whole["plain"], whole["enhanced"])
    yield from _wrong_lengths(whole)
    yield from _nested(whole["plain"])
    yield from _wrong_sizes()
    yield from _wrong_syntaxes(whole)
    yield from _wrong_numbers(whole["plain"])
    yield from _wrong_streams(whole)
    yield from _bombs(whole["plain"])
    yield from _tricks(whole["plain"])


def _flipped(whole: dict[str, bytes]) -> Iterator[tuple[str, bytes]]:
    rng = random.Random(1)
    for (kind, raw), number in itertools.product(whole.items(), range(60)):
        damaged = bytearray(raw)
        body = raw.rfind(_PIXELS)
        last = min(body + 200, len(raw) - 1) if body > 0 else len(raw) - 1
        for _ in range(rng.choice((1, 1, 2, 4, 16))):
            damaged[rng.randint(128, last)] ^= 1 << rng.randrange(8)
        yield f"flip {kind} {number}", bytes(damaged)


def _truncated(whole: dict[str, bytes]) -> Iterator[tuple[str, bytes]]:
    rng = random.Random(2)
    for (kind, raw), number in itertools.product(whole.items(), range(25)):
        yield f"cut {kind} {number}", raw[: rng.randrange(len(raw))]


def _wrong_elements(plain: bytes, frames: bytes) -> Iterator[tuple[str, bytes]]:
    keywords = ("Rows", "Columns", "BitsAllocated", "PixelRepresentation", "PixelSpacing", "ImagePositionPatient",
                "ImageOrientationPatient", "RescaleSlope", "Modality", "StudyInstanceUID", "PixelData",
                "SharedFunctionalGroupsSequence", "PerFrameFunctionalGroupsSequence", "NumberOfFrames")  # fmt: skip
    for keyword, vr in itertools.product(
        keywords, (b"UL", b"SS", b"DS", b"OB", b"UN", b"SQ", b"FD", b"AT", b"PN", b"ZZ")
    ):
        for kind, raw in (("plain", plain), ("enhanced", frames)):
            at = _find(raw, keyword)
            if at >= 0:
                yield f"vr {kind} {keyword} {vr.decode()}", raw[: at + 4] + vr + raw[at + 6 :]


def _wrong_lengths(whole: dict[str, bytes]) -> Iterator[tuple[str, bytes]]:
    plain = whole["plain"]
    for keyword, length in itertools.product(
        ("Rows", "PixelSpacing", "ImagePositionPatient", "StudyInstanceUID", "Modality", "ImageType"),
        (0, 1, 3, 7, 0x7FFF, 0x8000, 0xFFFE, 0xFFFF),
    ):
        at = _find(plain, keyword)
        yield f"length {keyword} {length}", plain[: at + 6] + length.to_bytes(2, "little") + plain[at + 8 :]
    for kind, length in itertools.product(whole, (0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF)):
        raw = whole[kind]
        at = raw.rfind(_PIXELS)
        if at >= 0:
            at += 4 if kind == "implicit" else 8
            yield f"length {kind} pixels {length}", raw[:at] + length.to_bytes(4, "little") + raw[at + 4 :]


def _nested(plain: bytes) -> Iterator[tuple[str, bytes]]:
    at = _find(plain, "StudyInstanceUID")
    for depth in (10, 200, 3000, 20000):
        open_ended = (b"\x08\x00\x15\x11SQ\0\0\xff\xff\xff\xff" + _ITEM + b"\xff\xff\xff\xff") * depth
        yield f"nested endless {depth}", plain[:at] + open_ended + plain[at:]
        inner = b""
        for _ in range(min(depth, 1500)):
            item = _ITEM + len(inner).to_bytes(4, "little") + inner
            inner = b"\x08\x00\x15\x11SQ\0\0" + len(item).to_bytes(4, "little") + item
        yield f"nested {depth}", plain[:at] + inner + plain[at:]
        groups = inner.replace(b"\x08\x00\x15\x11SQ", b"\x00\x52\x29\x92SQ")
        yield f"nested groups {depth}", plain[: plain.rfind(_PIXELS)] + groups + plain[plain.rfind(_PIXELS) :]


def _wrong_sizes() -> Iterator[tuple[str, bytes]]:
    sizes = (0, 1, 31, 33, 4096, 4097, 65535)
    for rows, columns in itertools.product(sizes, sizes):
        yield f"size {rows} {columns}", _changed(Rows=rows, Columns=columns)
    for allocated, stored, sign in itertools.product((0, 1, 8, 12, 16, 24, 32, 64), (0, 1, 12, 33), (0, 1, 7)):
        changed = _changed(
            BitsAllocated=allocated, BitsStored=stored, HighBit=max(0, stored - 1), PixelRepresentation=sign
        )
        yield f"bits {allocated} {stored} {sign}", changed
    for frames, samples in itertools.product((0, 2, 1000, 20001, 2**31 - 1), (0, 1, 3, 4, 65535)):
        yield f"frames {frames} {samples}", _changed(NumberOfFrames=frames, SamplesPerPixel=samples)


def _wrong_syntaxes(whole: dict[str, bytes]) -> Iterator[tuple[str, bytes]]:
    uids = (
        "1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.1.99", "1.2.840.10008.1.2.2",
        "1.2.840.10008.1.2.5", "1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.57", "1.2.840.10008.1.2.4.80",
        "1.2.840.10008.1.2.4.90",
        "1.2.840.10008.1.2.4.102", "1.2.840.10008.1.2.4.201", "1.2.3.4", "", "not a uid", "1.2.840.10008.1.2.4.95",
    )  # fmt: skip
    for (kind, raw), uid in itertools.product(whole.items(), uids):
        yield f"syntax {kind} {uid}", _with_syntax(raw, uid)


def _wrong_numbers(plain: bytes) -> Iterator[tuple[str, bytes]]:
    contents = (
        "NaN",
        "inf",
        "-inf",
        "1e400",
        "-1e308",
        "1e-320",
        "Not Supplied",
        "",
        "0",
        "-1",
        "9" * 60,
        "1\\2\\3\\4\\5\\6\\7",
    )
    keywords = ("PixelSpacing", "ImagePositionPatient", "ImageOrientationPatient", "RescaleSlope", "RescaleIntercept",
                "SliceThickness")  # fmt: skip
    for keyword, content in itertools.product(keywords, contents):
        several = {"PixelSpacing": 2, "ImagePositionPatient": 3, "ImageOrientationPatient": 6}.get(keyword, 1)
        text = "\\".join([content] * several) if "\\" not in content else content
        yield f"number {keyword} {content[:12]}", _replaced(plain, keyword, text.encode())


def _wrong_streams(whole: dict[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Compressed frames that promise more than they hold."""
    for height, width, components in itertools.product((32, 4096, 65535), (32, 4096, 65535), (0, 1, 3, 255)):
        raw = bytearray(whole["jpeg"])
        at = raw.find(b"\xff\xc3")
        raw[at + 5 : at + 10] = height.to_bytes(2, "big") + width.to_bytes(2, "big") + bytes([components])
        yield f"jpeg {height} {width} {components}", bytes(raw)
        raw = bytearray(whole["jpeg2000"])
        at = raw.find(b"\xff\x4f\xff\x51")
        raw[at + 8 : at + 16] = width.to_bytes(4, "big") + height.to_bytes(4, "big")
        raw[at + 40 : at + 42] = components.to_bytes(2, "big")
        yield f"jpeg2000 {height} {width} {components}", bytes(raw)
    for tile in (0, 1, 0xFFFFFFFF):
        raw = bytearray(whole["jpeg2000"])
        at = raw.find(b"\xff\x4f\xff\x51")
        raw[at + 24 : at + 32] = tile.to_bytes(4, "big") * 2
        yield f"jpeg2000 tile {tile}", bytes(raw)
    for segments in (0, 1, 15, 0xFFFFFFFF):
        raw = bytearray(whole["rle"])
        at = raw.rfind(_ITEM) + 8
        raw[at : at + 4] = segments.to_bytes(4, "little")
        yield f"rle {segments}", bytes(raw)


def _bombs(plain: bytes) -> Iterator[tuple[str, bytes]]:
    at = _find(plain, "StudyInstanceUID")
    pixels = plain.rfind(_PIXELS)
    head = plain[_meta_end(plain) : pixels]
    zeros = itertools.repeat(bytes(2**20), 2**8 + 1)
    size = (2**28).to_bytes(4, "little")
    yield "bomb deflated pixels", deflated(plain, body=itertools.chain((head, _PIXELS + b"OW\0\0" + size), zeros))
    zeros = itertools.repeat(bytes(2**20), 2**8 + 1)
    private = b"\x09\x00\x10\x10UN\0\0" + size
    yield "bomb deflated header", deflated(plain, body=itertools.chain((head[:8], private), zeros))
    empty = b"".join(n.to_bytes(2, "little").join((b"\x09\x00", b"LO\0\0")) for n in range(0x1000, 0x9000)) * 45
    yield "bomb elements", plain[:at] + empty + plain[at:]
    yield "bomb deflated elements", deflated(plain, body=(head[:8], empty))
    item = _ITEM + len(empty).to_bytes(4, "little") + empty
    yield "bomb sequence", plain[:pixels] + b"\x00\x52\x29\x92SQ\0\0" + len(item).to_bytes(4, "little") + item
    del empty, item
    many = b"\\".join([b"1.5"] * 2_000_000)
    for keyword in ("ImagePositionPatient", "ImageType", "WindowCenter"):
        yield f"bomb values {keyword}", _long(plain, keyword, many)
    yield "bomb text", _long(plain, "SeriesDescription", b"CT HEAD WITHOUT " * 500_000)
    del many
    tilted = enhanced(np.zeros((1, 2, 2), np.int16), [0])
    groups = []
    for n in range(6000):
        one = Dataset()
        position, orientation = Dataset(), Dataset()
        position.ImagePositionPatient = [0, 0, n]
        cos, sin = (float(f"{f(n * 1e-3):.8f}") for f in (np.cos, np.sin))
        orientation.ImageOrientationPatient = [cos, sin, 0, -sin, cos, 0]
        one.PlanePositionSequence, one.PlaneOrientationSequence = [position], [orientation]
        groups.append(one)
    tilted.PerFrameFunctionalGroupsSequence, tilted.NumberOfFrames = groups, len(groups)
    tilted.PixelData = bytes(2 * 4 * len(groups))
    yield "bomb orientations", to_bytes(tilted)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../../evil.dcm", bytes(50_000_000))
    yield "bomb zip", packed.getvalue()
    yield "bomb gzip", gzip.compress(bytes(50_000_000), mtime=0)
    yield "bomb zip with preamble", plain[:132] + packed.getvalue()


def _tricks(plain: bytes) -> Iterator[tuple[str, bytes]]:
    for keyword, trick in itertools.product(("StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID"), TRICKS):
        yield f"trick {keyword} {trick[:16]!r}", _replaced(plain, keyword, trick.encode())


def _compressed(syntax: str) -> bytes:
    ds = datasets(_HU)[0]
    ds.compress(syntax, generate_instance_uid=False)
    return to_bytes(ds)


def _changed(**elements: int) -> bytes:
    ds = datasets(_HU)[0]
    for keyword, content in elements.items():
        setattr(ds, keyword, content)
    return to_bytes(ds)


def _find(raw: bytes, keyword: str) -> int:
    tag = Tag(keyword)
    return raw.find(tag.group.to_bytes(2, "little") + tag.element.to_bytes(2, "little"), 132)


def _replaced(raw: bytes, keyword: str, content: bytes) -> bytes:
    at = _find(raw, keyword)
    old = int.from_bytes(raw[at + 6 : at + 8], "little")
    content += b" " * (len(content) % 2)
    return raw[: at + 6] + len(content).to_bytes(2, "little") + content + raw[at + 8 + old :]


def _long(raw: bytes, keyword: str, content: bytes) -> bytes:
    """With a value of millions of bytes, under VR UN, whose length has four bytes."""
    tag = Tag(keyword)
    name = tag.group.to_bytes(2, "little") + tag.element.to_bytes(2, "little")
    element = name + b"UN\0\0" + (len(content) // 2 * 2).to_bytes(4, "little") + content[: len(content) // 2 * 2]
    at = _find(raw, keyword)
    if at < 0:
        at = raw.rfind(_PIXELS)
        return raw[:at] + element + raw[at:]
    old = int.from_bytes(raw[at + 6 : at + 8], "little")
    return raw[:at] + element + raw[at + 8 + old :]


def _meta_end(raw: bytes) -> int:
    """Where the data set begins, after the file meta information (PS3.10 7.1)."""
    return 144 + int.from_bytes(raw[140:144], "little")


def _with_syntax(raw: bytes, uid: str) -> bytes:
    """With another Transfer Syntax UID, and the group length that fits it."""
    at = raw.find(b"\x02\x00\x10\x00UI", 132)
    old = int.from_bytes(raw[at + 6 : at + 8], "little")
    content = uid.encode() + b"\0" * (len(uid) % 2)
    length = int.from_bytes(raw[140:144], "little") + len(content) - old
    head = raw[:140] + length.to_bytes(4, "little") + raw[144 : at + 6]
    return head + len(content).to_bytes(2, "little") + content + raw[at + 8 + old :]
