"""Every DIMSE status as one plain sentence: what it means and, where something went wrong, what to do.

Sources: PS3.7 annex C (general), PS3.4 annexes B.2.3 (C-STORE), C.4.1.1.4 (C-FIND), C.4.2.1.5 (C-MOVE) and
C.4.3.1.4 (C-GET). Vendors use further codes inside the standard's ranges; those get the sentence of their range, with
their number. What ends a connection before any status comes is in :mod:`app.pacs.refusals`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final


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


# What to do. Each completes a sentence after a semicolon.
_WAIT: Final = "try again later, and tell the archive's administrator if it stays"
_RIGHTS: Final = "ask the archive's administrator to allow it for our AE title"
_VENDOR: Final = "report it with this number to the archive's vendor"
_SPACE: Final = "ask the archive's administrator to look at its disk and memory"
_CONFORM: Final = "compare the archive's conformance statement with ours, and ask its vendor"
_LOOK: Final = "look at the study in the archive"
_REFETCH: Final = "fetch the study again, and ask the archive's administrator if it stays"
_ADD_US: Final = "ask its administrator to add our AE title with host and port"

#: Meaning and what to do; the latter is empty where nothing needs to be done.
_Entry = tuple[str, str]

_GENERAL: Final[dict[int, _Entry]] = {
    0x0000: ("The archive did what was asked", ""),
    0x0001: ("The archive did what was asked, but reports a warning", _LOOK),
    0x0105: ("The archive does not know an attribute that was sent", _CONFORM),
    0x0106: ("The archive refused the value of an attribute that was sent", _CONFORM),
    0x0107: ("The archive did what was asked, but ignored some attributes", _LOOK),
    0x0110: ("The archive failed while working on the request", _WAIT),
    0x0111: ("The archive already holds an object with this identifier", "nothing has to be sent again"),
    0x0112: ("The archive does not hold this object", "check whether it was deleted or moved there"),
    0x0113: ("The archive does not know this kind of event", _CONFORM),
    0x0114: ("The archive does not know an argument that was sent", _CONFORM),
    0x0115: ("The archive refused the value of an argument that was sent", _CONFORM),
    0x0116: ("The archive did what was asked, but changed a value that is out of its range", _LOOK),
    0x0117: ("The archive says that the identifier of the object is not valid", _CONFORM),
    0x0118: ("The archive does not know this class of objects", _CONFORM),
    0x0119: ("The archive says that the object's class does not match its identifier", _CONFORM),
    0x0120: ("The archive misses an attribute in what was sent", _CONFORM),
    0x0121: ("The archive misses the value of an attribute in what was sent", _CONFORM),
    0x0122: ("The archive does not support this class of objects", "ask its administrator to switch the service on"),
    0x0123: ("The archive does not know this kind of action", _CONFORM),
    0x0124: ("The archive does not allow this workstation to do that", _RIGHTS),
    0x0210: ("The archive says that the same request is already under way", _WAIT),
    0x0211: ("The archive does not know this operation", "ask its administrator to switch the service on"),
    0x0212: ("The archive says that the request is malformed", _CONFORM),
    0x0213: ("The archive is short of resources", _WAIT),
    0xB000: ("The archive did what was asked, but changed some values", _LOOK),
    0xFE00: ("The request was cancelled", "ask again if it is still wanted"),
    0xFF00: ("The archive is still at work", ""),
    0xFF01: ("The archive is still at work, and does not support some of the keys that were asked for", ""),
}

_NO_FRAMES: Final[dict[int, _Entry]] = {
    0xAA00: ("The archive found none of the frames that were asked for", _LOOK),
    0xAA01: ("The archive could not make a new object for the frames that were asked for", _WAIT),
    0xAA02: ("The archive could not take the frames out of their object", _CONFORM),
    0xAA03: ("The archive was asked for a span of time, but the object has no times", _LOOK),
    0xAA04: ("The archive says that the request for frames is not valid", _CONFORM),
}

_BY_OPERATION: Final[dict[Operation, dict[int, _Entry]]] = {
    Operation.ECHO: {0x0000: ("The archive answers", "")},
    Operation.FIND: {
        0x0000: ("The archive has sent all matches", ""),
        0xA700: ("The archive is short of resources and could not search", _WAIT),
        0xA710: ("The archive says that the query is malformed", _CONFORM),
        0xA900: ("The archive says that the query does not fit its query model", _CONFORM),
        0xB001: ("The archive has more matches than it sends in one answer", "ask for a shorter span of time"),
        0xC000: ("The archive was unable to process the query", _WAIT),
        0xFE00: ("The query was cancelled", "ask again if it is still wanted"),
        0xFF00: ("The archive has sent a match and goes on", ""),
        0xFF01: ("The archive has sent a match, but does not support some of the keys that were asked for", ""),
    },
    Operation.GET: {
        0x0000: ("The archive has sent all images", ""),
        0xA701: ("The archive is short of resources and could not count the images", _WAIT),
        0xA702: ("The archive could not send the images, for want of resources or of a way to us", _REFETCH),
        0xA900: ("The archive says that the request does not fit its query model", _CONFORM),
        **_NO_FRAMES,
        0xB000: ("The archive could not send some of the images", _REFETCH),
        0xC000: ("The archive was unable to process the request for images", _WAIT),
        0xFE00: ("The retrieval was cancelled", "fetch the study again if it is still wanted"),
        0xFF00: ("The archive is sending images", ""),
    },
    Operation.MOVE: {
        0x0000: ("The archive has sent all images to their destination", ""),
        0xA701: ("The archive is short of resources and could not count the images", _WAIT),
        0xA702: (
            "The archive could not send the images to their destination",
            "check that it has our right host and port, and that no firewall closes the way back",
        ),
        0xA801: ("The archive does not know the AE title that the images shall go to", _ADD_US),
        0xA900: ("The archive says that the request does not fit its query model", _CONFORM),
        **_NO_FRAMES,
        0xB000: ("The archive could not send some of the images to their destination", _REFETCH),
        0xC000: ("The archive was unable to process the request for images", _WAIT),
        0xFE00: ("The retrieval was cancelled", "fetch the study again if it is still wanted"),
        0xFF00: ("The archive is sending images to their destination", ""),
    },
    Operation.STORE: {
        0x0000: ("The archive has stored the object", ""),
        0xA700: ("The archive is out of resources, often a full disk, and did not store the object", _SPACE),
        0xA900: ("The archive says that the object does not match its class, and did not store it", _CONFORM),
        0xB000: ("The archive stored the object, but changed some values", _LOOK),
        0xB006: ("The archive stored the object without some of its elements", _LOOK),
        0xB007: ("The archive stored the object, although it does not match its class", _LOOK),
        0xC000: ("The archive cannot understand the object, and did not store it", _CONFORM),
    },
}

_RANGES: Final[tuple[tuple[range, Outcome, str, str], ...]] = (
    (range(0xA700, 0xA800), Outcome.FAILURE, "The archive is out of resources", _WAIT),
    (range(0xA900, 0xAA00), Outcome.FAILURE, "The archive says that the data does not match its class", _CONFORM),
    (range(0xA000, 0xB000), Outcome.FAILURE, "The archive refused the request", _VENDOR),
    (range(0xB000, 0xC000), Outcome.WARNING, "The archive did what was asked, but reports a warning", _VENDOR),
    (range(0xC000, 0xD000), Outcome.FAILURE, "The archive was unable to process the request", _VENDOR),
    (range(0x0100, 0x0300), Outcome.FAILURE, "The archive reports a failure", _VENDOR),
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
    for codes, kind, _, _ in _RANGES:
        if status in codes:
            return kind
    return Outcome.FAILURE


def meaning(status: int, operation: Operation) -> str:
    """What ``status`` means, without a full stop; a code without its own words is shown as a number."""
    return _entry(status, operation)[0]


def remedy(status: int, operation: Operation) -> str:
    """What to do about ``status``, to follow a semicolon; empty where nothing needs to be done."""
    return _entry(status, operation)[1]


def sentence(status: int, operation: Operation) -> str:
    """One plain sentence for ``status``: what it means and, where something went wrong, what to do."""
    means, do = _entry(status, operation)
    return f"{means}; {do}." if do else f"{means}."


def _entry(status: int, operation: Operation) -> _Entry:
    known = _BY_OPERATION[operation].get(status) or _GENERAL.get(status)
    if known:
        return known
    for codes, _, text, do in _RANGES:
        if status in codes:
            return f"{text} (status 0x{status:04X})", do
    return f"The archive answered with a status that DICOM does not define (0x{status:04X})", _VENDOR
