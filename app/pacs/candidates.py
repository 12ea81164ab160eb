"""Which series of a study to fetch first: those that may be the axial soft-tissue stack, told from their description.

Series Description is free text. What it says is only used to fetch less at first; the images decide later.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.pacs.query import SeriesFound

#: A head in slices of 10 mm has more images.
FEWEST_IMAGES = 8
MOST_SERIES = 2

_WORDS = r"(?<![a-z])(?:{})(?![a-z])"
_NOT_A_STACK = re.compile(
    _WORDS.format(
        "scout|topo\\w*|locali[sz]er|loc|surview|pilot|scano\\w*|dose|report|protocol|patient protocol|screen\\w*|key"
        "|summary|smart ?prep|bolus|premonitoring|monitoring|test"
    ),
    re.IGNORECASE,
)
_REFORMATTED = re.compile(
    _WORDS.format(
        "cor|coro\\w*|sag\\w*|mpr|mip|minip|vr|vrt|3d|volume rendering|oblique|curved|perf\\w*|ctp|cbf|cbv|mtt|tmax"
    ),
    re.IGNORECASE,
)
_OTHER_KERNEL = re.compile(_WORDS.format("bone|knochen|os|osseu\\w*|hueso|lung|sharp|edge"), re.IGNORECASE)
_VESSELS = re.compile(_WORDS.format("cta|ctv|angio\\w*|contrast|post|km|neck|c ?spine|cervical"), re.IGNORECASE)
_SOFT = re.compile(
    _WORDS.format(
        "brain|soft|std|standard|weichteil\\w*|hirn|head|kopf|cerebr\\w*|parenchym\\w*|axial|ax|tra\\w*|plain|nativ"
    ),
    re.IGNORECASE,
)


def candidate_series(series: Sequence[SeriesFound]) -> tuple[str, ...]:
    """Series Instance UIDs to fetch first, the best one first; empty where all have to be fetched to tell."""
    stacks = [one for one in series if one.modality in ("CT", "") and not _ruled_out(one)]
    if not stacks:
        return ()
    found = sorted(stacks, key=_worse)[:MOST_SERIES]
    return tuple(one.series_instance_uid for one in found)


def _ruled_out(one: SeriesFound) -> bool:
    if one.images_expected is not None and one.images_expected < FEWEST_IMAGES:
        return True
    return any(words.search(one.description) for words in (_NOT_A_STACK, _REFORMATTED))


def _worse(one: SeriesFound) -> tuple[int, int, int]:
    """Sorts good candidates first; of equals those with fewer images, since thick slices are read first."""
    text = one.description
    badness = 2 * bool(_VESSELS.search(text)) + 2 * bool(_OTHER_KERNEL.search(text)) - bool(_SOFT.search(text))
    return badness, one.images_expected if one.images_expected is not None else 10**6, one.number or 10**6
