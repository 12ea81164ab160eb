"""One study while it is at hand: its result beside its truth."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from inference.dicom import load_volume, read_studies
from inference.errors import Cancelled, FirstreadError, NotAnalysable
from inference.evaluation.case import Findings, Judged, Quantity, quantities
from inference.evaluation.lesions import candidates, match
from inference.evaluation.manifest import Example, read_labels
from inference.series import choose
from inference.session import Session
from inference.types import CaseResult, CaseState, Volume


@dataclass(slots=True)
class Study:
    """A study with its images; what is not given is read when first asked for, and is to be let go before the next.

    Attributes:
        truth: label mask uint8 [Z, Y, X] if it is known: given, from the manifest, or empty without hemorrhage.
        problem: what is wrong with its mask, in plain words; empty if nothing is.
        images: the analysed series, where it is at hand.
    """

    example: Example
    result: CaseResult
    truth: NDArray[np.uint8] | None = None
    problem: str = ""
    images: Volume | None = field(default=None, repr=False)

    @property
    def volume(self) -> Volume:
        """The analysed series.

        Raises:
            NotAnalysable: the files cannot be read as one.
        """
        if self.images is None:
            self.images = choose(read_studies(self.example.path)[0]).volume
        return self.images

    def judge(self, session: Session, by_lesion: bool) -> Judged:
        """The study as the summary counts it. A mask that cannot be used is put down in ``problem``.

        Args:
            by_lesion: whether lesions are matched one by one, and a study without hemorrhage is looked at for false
                findings, though it needs no mask.

        Raises:
            Cancelled: ``session.cancel()`` was called.
        """
        measured: dict[str, Quantity] = {}
        findings: Findings | None = None
        result, labels = self.result, self.result.labels
        try:
            if self.truth is None and self.example.mask is not None:
                self.truth = self._read_truth()
            if self.truth is not None:
                measured = quantities(self.truth, labels if labels is not None else self.truth * 0, self.volume)
            elif by_lesion and labels is not None and not self.example.positive:
                self.truth = np.zeros_like(labels)
            if by_lesion and self.truth is not None and labels is not None:
                boxes = candidates(self.volume, session)
                findings = match(self.truth, labels, boxes, result.slices, result.threshold, self.volume)
        except Cancelled:
            raise
        except (ValueError, FirstreadError) as error:
            self.problem = str(error)
        except (OSError, KeyError):  # their own words name files
            self.problem = "the mask cannot be read"
        except Exception as error:  # as in the analysis: one study must not cost the report
            self.problem = f"the program itself failed ({type(error).__name__})"
        highest = max(result.slices, key=lambda s: s.score, default=None)
        return Judged(
            example=self.example,
            state=result.state,
            reasons=result.reasons,
            score=result.score,
            probability=result.probability,
            threshold=result.threshold,
            seconds=result.timing.total,
            quantities=measured,
            findings=findings,
            highest_slice=highest.index if highest is not None else None,
        )

    def _read_truth(self) -> NDArray[np.uint8]:
        assert self.example.mask is not None
        truth = read_labels(self.example.mask)
        if self.images is None and self.result.state is CaseState.NOT_ANALYSABLE:
            self.images = self._drawn_on(truth.shape)
        if truth.shape != self.volume.hu.shape:
            raise ValueError(f"the mask is {truth.shape}, the analysed series {self.volume.hu.shape}")
        if truth.any() != self.example.positive:
            raise ValueError(
                f"the mask is {'not ' if truth.any() else ''}empty, but any is {int(self.example.positive)}"
            )
        return truth

    def _drawn_on(self, shape: tuple[int, ...]) -> Volume | None:
        """The first series [Z, Y, X] of this shape, if any: the mask of a refused study has a volume all the same."""
        for series in read_studies(self.example.path)[0].series:
            with contextlib.suppress(NotAnalysable):
                volume = load_volume(series)
                if volume.hu.shape == shape:
                    return volume
        return None
