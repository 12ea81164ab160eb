"""What can go wrong between a folder of DICOM files and a result, in words a reader understands.

Every error carries a :class:`Reason`: a stable code for scripts and one plain sentence for people.
No message may hold patient data: no name, no ID, no date, no path below the study folder.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a study could not be analysed, or what to keep in mind about its result.

    Attributes:
        code: stable snake_case identifier, such as ``"not_a_head"``.
        text: one sentence in plain words, without patient data.
    """

    code: str
    text: str


class FirstreadError(Exception):
    """Base of all errors that Firstread raises on purpose."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.reason = Reason(code, text)


class NotAnalysable(FirstreadError):
    """The input is understood, and it is not something the detector may judge (state ``not_analysable``)."""


class UnreadableInput(NotAnalysable):
    """No image could be read at all: missing folder, no DICOM, broken headers, unsupported encoding."""


class GeometryError(NotAnalysable):
    """The slices do not form a volume: mixed orientation, duplicate positions, gaps, too few slices."""


class NoSuitableSeries(NotAnalysable):
    """The study has images, but no axial soft-tissue series of the head without contrast."""


class FileError(FirstreadError):
    """A file could not be read from where it lies: its disk or network, not its content (state ``failed``).

    What it holds is unknown, so its study is not judged without it; the next time it may be read.
    """

    CODE = "file_not_read"

    def __init__(self, why: str) -> None:
        super().__init__(self.CODE, f"An image file could not be read: {why}.")


class ModelError(FirstreadError):
    """The trained model is missing, damaged (sha256) or made for another version (state ``failed``)."""


class DeviceError(FirstreadError):
    """The chosen execution provider cannot be used, or failed its numeric self-test (state ``failed``)."""


class Cancelled(FirstreadError):
    """The caller cancelled the analysis."""

    def __init__(self) -> None:
        super().__init__("cancelled", "The analysis was cancelled.")
