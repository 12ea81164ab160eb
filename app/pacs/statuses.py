"""Every DIMSE status as one plain sentence.

Sources: PS3.7 annex C (general), PS3.4 annexes B.2.3 (C-STORE), C.4.1.1.4 (C-FIND), C.4.2.1.5 (C-MOVE) and
C.4.3.1.4 (C-GET). Vendors use further codes inside the standard's ranges; those get the sentence of their range.
"""

from __future__ import annotations

from enum import StrEnum


class Operation(StrEnum):
    """What was asked of the archive."""

    ECHO = "C-ECHO"
    FIND = "C-FIND"
    GET = "C-GET"
    MOVE = "C-MOVE"
    STORE = "C-STORE"


class Outcome(StrEnum):
    """The five kinds of status of PS3.7 annex C."""

    SUCCESS = "success"
    WARNING = "warning"
    FAILURE = "failure"
    CANCEL = "cancel"
    PENDING = "pending"


_GENERAL = {
    0x0000: "The archive did what was asked.",
    0x0001: "The archive did what was asked, but reports a warning.",
    0x0105: "The archive does not know an attribute that was sent.",
    0x0106: "The archive refused the value of an attribute that was sent.",
    0x0107: "The archive did what was asked, but ignored some attributes.",
    0x0110: "The archive failed while working on the request.",
    0x0111: "The archive already holds an object with this identifier.",
    0x0112: "The archive does not hold this object.",
    0x0113: "The archive does not know this kind of event.",
    0x0114: "The archive does not know an argument that was sent.",
    0x0115: "The archive refused the value of an argument that was sent.",
    0x0116: "The archive did what was asked, but changed a value that is out of its range.",
    0x0117: "The archive says that the identifier of the object is not valid.",
    0x0118: "The archive does not know this class of objects.",
    0x0119: "The class of the object does not match its identifier.",
    0x0120: "The archive misses an attribute in what was sent.",
    0x0121: "The archive misses the value of an attribute in what was sent.",
    0x0122: "The archive does not support this class of objects.",
    0x0123: "The archive does not know this kind of action.",
    0x0124: "The archive does not allow this workstation to do that.",
    0x0210: "The archive says that the same request is already under way.",
    0x0211: "The archive does not know this operation.",
    0x0212: "The archive says that the request is malformed.",
    0x0213: "The archive is short of resources; it may work later.",
    0xB000: "The archive did what was asked, but changed some values.",
    0xFE00: "The request was cancelled.",
    0xFF00: "The archive is still at work.",
    0xFF01: "The archive is still at work, and does not support some of the keys that were asked for.",
}

_BY_OPERATION: dict[Operation, dict[int, str]] = {
    Operation.ECHO: {0x0000: "The archive answers."},
    Operation.FIND: {
        0x0000: "The archive has sent all matches.",
        0xA700: "The archive is short of resources and could not search; it may work later.",
        0xA710: "The archive says that the query is malformed.",
        0xA900: "The archive says that the query does not fit its query model.",
        0xB001: "The archive has more matches than it sends in one answer.",
        0xC000: "The archive was unable to process the query.",
        0xFE00: "The query was cancelled.",
        0xFF00: "The archive has sent a match and goes on.",
        0xFF01: "The archive has sent a match, but does not support some of the keys that were asked for.",
    },
    Operation.GET: {
        0x0000: "The archive has sent all images.",
        0xA701: "The archive is short of resources and could not count the images; it may work later.",
        0xA702: "The archive is short of resources and could not send the images; it may work later.",
        0xA900: "The archive says that the request does not fit its query model.",
        0xAA00: "The archive found none of the frames that were asked for.",
        0xAA01: "The archive could not make a new object for the frames that were asked for.",
        0xAA02: "The archive could not take the frames out of their object.",
        0xAA03: "The archive was asked for a span of time, but the object has no times.",
        0xAA04: "The archive says that the request is not valid.",
        0xB000: "The archive could not send some of the images.",
        0xC000: "The archive was unable to process the request for images.",
        0xFE00: "The retrieval was cancelled.",
        0xFF00: "The archive is sending images.",
    },
    Operation.MOVE: {
        0x0000: "The archive has sent all images to their destination.",
        0xA701: "The archive is short of resources and could not count the images; it may work later.",
        0xA702: "The archive is short of resources and could not send the images; it may work later.",
        0xA801: "The archive does not know the AE title that the images shall go to; its administrator has to add it.",
        0xA900: "The archive says that the request does not fit its query model.",
        0xAA00: "The archive found none of the frames that were asked for.",
        0xAA01: "The archive could not make a new object for the frames that were asked for.",
        0xAA02: "The archive could not take the frames out of their object.",
        0xAA03: "The archive was asked for a span of time, but the object has no times.",
        0xAA04: "The archive says that the request is not valid.",
        0xB000: "The archive could not send some of the images to their destination.",
        0xC000: "The archive was unable to process the request for images.",
        0xFE00: "The retrieval was cancelled.",
        0xFF00: "The archive is sending images to their destination.",
    },
    Operation.STORE: {
        0x0000: "The archive has stored the object.",
        0xA700: "The archive is out of resources, often a full disk, and did not store the object.",
        0xA900: "The archive says that the object does not match its class, and did not store it.",
        0xB000: "The archive stored the object, but changed some values.",
        0xB006: "The archive stored the object without some of its elements.",
        0xB007: "The archive stored the object, although it does not match its class.",
        0xC000: "The archive cannot understand the object, and did not store it.",
    },
}

_RANGES: tuple[tuple[range, Outcome, str], ...] = (
    (range(0xA700, 0xA800), Outcome.FAILURE, "The archive is out of resources; it may work later"),
    (range(0xA900, 0xAA00), Outcome.FAILURE, "The archive says that the data does not match its class"),
    (range(0xA000, 0xB000), Outcome.FAILURE, "The archive refused the request"),
    (range(0xB000, 0xC000), Outcome.WARNING, "The archive did what was asked, but reports a warning"),
    (range(0xC000, 0xD000), Outcome.FAILURE, "The archive was unable to process the request"),
    (range(0x0100, 0x0300), Outcome.FAILURE, "The archive reports a failure"),
)


def outcome(status: int) -> Outcome:
    """The kind of ``status``; anything the standard does not define counts as a failure."""
    if status == 0x0000:
        return Outcome.SUCCESS
    if status in (0x0001, 0x0107, 0x0116):
        return Outcome.WARNING
    if status == 0xFE00:
        return Outcome.CANCEL
    if status in (0xFF00, 0xFF01):
        return Outcome.PENDING
    for codes, kind, _ in _RANGES:
        if status in codes:
            return kind
    return Outcome.FAILURE


def sentence(status: int, operation: Operation) -> str:
    """One plain sentence for ``status``; a code without its own sentence is shown as a number for the vendor."""
    known = _BY_OPERATION[operation].get(status) or _GENERAL.get(status)
    if known:
        return known
    for codes, _, text in _RANGES:
        if status in codes:
            return f"{text} (status 0x{status:04X})."
    return f"The archive answered with a status that DICOM does not define (0x{status:04X})."
