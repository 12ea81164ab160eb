"""The readers of a backfill: Ray actors with an opened model each, and which of them may be given a study.

Ray starts a reader where there is room, and again when it or its node dies. Until it has opened its model it is given
nothing: Ray would fail, at once and again and again, what is asked of a reader that is only about to come back.
"""

from __future__ import annotations

import socket
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import ray

from inference.cluster.rows import row_of
from inference.cluster.sources import Item
from inference.detect import analyze, open_session, unanswered
from inference.errors import FirstreadError, Reason
from inference.types import CaseResult, CaseState

#: Studies in the hands of one reader: one that is read and one that waits, so that no reader ever waits.
IN_HAND: Final = 2
#: So many models in a row that could not be opened, for each reader, end the run.
_OPENINGS: Final = 4
_NOT_HERE: Final = Reason("study_missing", "The study is not where it should be on the computer that was to read it.")


@dataclass(frozen=True, slots=True)
class ReaderOptions:
    """What a reader is, and what it takes of its node.

    Attributes:
        model: model folder, the same path on every node; "" for the one that ships with Firstread.
        provider: as :meth:`Session.open`.
        workers: readers at the same time; None for as many as the cluster has room.
        gpus: share of a GPU that each takes; 0 for the CPU.
        cpus: cores that each takes, and the threads it computes with.
    """

    model: str = ""
    provider: str = "auto"
    workers: int | None = None
    gpus: float = 0.0
    cpus: int = 1


class Reader:
    """One opened model on one node."""

    def __init__(self, model: str, provider: str, threads: int) -> None:
        self._session = open_session(Path(model) if model else None, provider, threads)

    def opened(self) -> None:
        """Answers once the model is open."""

    def read(self, item: Item) -> dict[str, Any]:
        """The row of one study; raises nothing for what the study is like."""
        try:
            if item.source is None:
                place = Path(item.place)
                result = analyze(place, self._session) if place.exists() else self._failed(_NOT_HERE)
            else:
                with tempfile.TemporaryDirectory(prefix="firstread-") as folder:
                    item.source.fetch(item.place, Path(folder))
                    result = analyze(Path(folder), self._session)
        except FirstreadError as error:
            result = self._failed(error.reason)
        except Exception as error:  # one study must not cost the run
            result = self._failed(Reason("defect", f"The program itself failed ({type(error).__name__})."))
        return row_of(item, result, socket.gethostname())

    def _failed(self, reason: Reason) -> CaseResult:
        return unanswered(CaseState.FAILED, reason, self._session, "", "", time.perf_counter())


@dataclass(slots=True)
class _Hand:
    """A reader and what it holds; ``asked`` is the question whether its model is open, None when it is."""

    actor: Any
    asked: Any
    studies: dict[Any, Item] = field(default_factory=dict)


class Readers:
    """All readers of a run."""

    def __init__(self, options: ReaderOptions, studies: int) -> None:
        """Asks Ray for the readers, as many as are useful for so many studies."""
        room = ray.cluster_resources()
        fit = room.get("CPU", 1) / max(options.cpus, 1)
        if options.gpus:
            fit = min(fit, room.get("GPU", 0) / options.gpus)
        self._options = options
        self._hands = [self._new() for _ in range(max(min(options.workers or int(fit), studies), 1))]
        self._never_opened = 0

    @property
    def opened(self) -> int:
        """Readers that have their model open, as far as is known."""
        return sum(hand.asked is None for hand in self._hands)

    @property
    def reading(self) -> bool:
        """Whether any study is in a reader's hands."""
        return any(hand.studies for hand in self._hands)

    @property
    def free(self) -> bool:
        """Whether a reader would take a study."""
        return any(_takes(hand) for hand in self._hands)

    def give(self, item: Item) -> None:
        """Hands ``item`` to the reader that holds least; one has to be free."""
        hand = min((hand for hand in self._hands if _takes(hand)), key=lambda hand: len(hand.studies))
        hand.studies[hand.actor.read.remote(item)] = item

    def answers(self, seconds: float) -> Iterator[tuple[Item, dict[str, Any] | None]]:
        """The next study that comes back within ``seconds``, with its row; without one where its reader died.

        Raises:
            FirstreadError: readers cannot open the model, time and again.
        """
        mine = {reference: hand for hand in self._hands for reference in hand.studies}
        mine |= {hand.asked: hand for hand in self._hands if hand.asked is not None}
        if not mine:
            time.sleep(seconds)  # only the limit on the archive's load keeps us waiting
            return
        for reference in ray.wait(list(mine), num_returns=1, timeout=seconds)[0]:
            hand = mine[reference]
            item = hand.studies.pop(reference, None)
            try:
                row: dict[str, Any] | None = ray.get(reference)
            except ray.exceptions.RayActorError as error:
                row = None
                self._lost(hand, error)
            else:
                self._never_opened = 0
                if item is None:
                    hand.asked = None
            if item is not None:
                yield item, row

    def _lost(self, hand: _Hand, error: Exception) -> None:
        """Ray starts a reader that died again, but not one whose model could not be opened."""
        if not isinstance(error, ray.exceptions.ActorDiedError):
            if hand.asked is None:
                hand.asked = _ask(hand.actor)
            return
        self._never_opened += 1
        if self._never_opened > _OPENINGS * len(self._hands):
            raise FirstreadError("readers_not_started", "No reader of the cluster can open the model.")
        fresh = self._new()
        hand.actor, hand.asked = fresh.actor, fresh.asked

    def _new(self) -> _Hand:
        actor = (
            ray.remote(Reader)
            .options(
                num_cpus=self._options.cpus, num_gpus=self._options.gpus, max_restarts=-1, max_task_retries=0
            )
            .remote(self._options.model, self._options.provider, self._options.cpus)
        )  # fmt: skip
        return _Hand(actor, _ask(actor))


def _takes(hand: _Hand) -> bool:
    return hand.asked is None and len(hand.studies) < IN_HAND


def _ask(actor: Any) -> Any:
    """The question waits for a reader that is still to come, and is asked anew of one that comes back."""
    return actor.opened.options(max_task_retries=-1).remote()
