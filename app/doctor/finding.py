"""One thing that was looked at, and what to do about it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from app.errors import ArchiveCancelled
from app.pacs.cancel import Cancel
from inference.errors import FirstreadError


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        name: what, such as ``"archive: C-ECHO"``.
        ok: False where something is wrong; None where it could not, or need not, be looked at.
        text: what was found; one sentence, without patient data.
        remedy: how to mend it; empty where nothing is wrong.
        seconds: how long looking took.
        group: ``"This computer"``, or the name of the archive.
    """

    name: str
    ok: bool | None
    text: str
    remedy: str = ""
    seconds: float = 0.0
    group: str = ""


class Wrong(Exception):
    """Something is wrong: what, and how to mend it."""

    def __init__(self, text: str, remedy: str) -> None:
        super().__init__(text)
        self.text, self.remedy = text, remedy

    @classmethod
    def of(cls, error: FirstreadError, remedy: str) -> Wrong:
        """An error whose sentence may say itself, after a semicolon, what to do; else ``remedy`` does."""
        text, semicolon, do = error.reason.text.partition("; ")
        return cls(f"{text}.", do[:1].upper() + do[1:]) if semicolon else cls(error.reason.text, remedy)


class Skipped(Exception):
    """There is nothing to look at; the text says why."""


def look_at(steps: Iterable[tuple[object, str, Callable[[], str]]], group: str, cancel: Cancel) -> Iterator[Finding]:
    """What :func:`look` finds of each step that is wanted, as (wanted, name, see). Raises ArchiveCancelled."""
    for wanted, name, see in steps:
        cancel.check()
        if wanted:
            yield look(name, see, group)


def look(name: str, see: Callable[[], str], group: str = "") -> Finding:
    """Run ``see``, which returns what was found, or raises Wrong or Skipped. ArchiveCancelled goes through."""
    started = time.perf_counter()
    ok: bool | None = True
    remedy = ""
    try:
        text = see()
    except Wrong as wrong:
        text, ok, remedy = wrong.text, False, wrong.remedy
    except Skipped as skipped:
        text, ok = str(skipped), None
    except ArchiveCancelled:
        raise
    except Exception as error:  # one broken look must not lose the others; its text may name a patient
        text, ok = f"Looking at this failed unexpectedly ({type(error).__name__}).", False
        remedy = "Report this, with the version in the first line, where you got Firstread from."
    return Finding(name, ok, text, remedy, round(time.perf_counter() - started, 3), group)
