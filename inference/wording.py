"""What the free texts of a header claim. Used last, after geometry and pixels: texts are often wrong or missing."""

from __future__ import annotations

import re
from typing import Final

from inference.headers import Series

_NO_CONTRAST: Final = re.compile(
    r"\b(W/?O|WITHOUT|OHNE|SANS|SIN|SENZA|NO|NON|NONE|NATIVE?|NATIV|PLAIN|UNENHANCED|NCCT|NECT|PRE)\b|C-(?!\w)|\bNON-?C",
    re.I,
)
_CONTRAST: Final = re.compile(
    r"\b(CTA|CTV|ANGIO\w*|CECT|POST ?(IV|GAD|CON\w*)|WITH (IV )?CON\w*|W/? ?(IV )?CON\w*|ENHANCED|CONTRAST|KM|VENOUS|"
    r"ARTERIAL|PERF\w*|CAROTID\w*|COW|OMNIPAQUE|ISOVUE|IOHEXOL|ULTRAVIST|IOMERON|VISIPAQUE|IOPAMIDOL)\b|\bC\+|\+C\b|\bCE\b",
    re.I,
)
#: Sharp kernels by vendor: Siemens H60, Hr60, B60, I60 and up; GE BONE, EDGE, LUNG, DETAIL; Philips YB, YC, YD, D,
#: E, L; Canon FC30-FC39, FC80 and up.
_SHARP: Final = re.compile(
    r"BONE|EDGE|LUNG|SHARP|\b(H|J|HR|BR|BL|B|U|I)[VQRFH]?([6-9]\d)|\bFC ?(3\d|8\d)|\bY[BCD]\b|^[DEL]$|"
    r"KNOCHEN|OSSEUX|HUESO|DETAIL",
    re.I,
)
_HEAD: Final = re.compile(r"HEAD|BRAIN|SKULL|CRAN|CEREB|NEURO|SCHAEDEL|SCHÄDEL|KOPF|TETE|CABEZA|TESTA", re.I)
_ELSEWHERE: Final = re.compile(
    r"CHEST|THORAX|ABD|PELV|LUNG|SPINE|NECK|CARDIAC|HEART|LEG|ARM|KNEE|HIP|FOOT|HAND|LIVER|KIDNEY|C-?SPINE|WHOLE", re.I
)


def declares_contrast(series: Series) -> bool:
    """An agent is named (Contrast/Bolus Agent), and it is not a way to write "none"."""
    agent = series.contrast_agent.strip()
    return bool(agent) and not re.fullmatch(r"(NO|NONE|N|N/?A|NIL|NOT? .*|NON.*|WITHOUT.*|-+|0)", agent, re.I)


def describes_contrast(series: Series) -> bool:
    """The series description or protocol names a contrast study and does not deny it."""
    if _NO_CONTRAST.search(series.description):
        return False
    return _names_contrast(series.description) or _names_contrast(series.protocol)


def _names_contrast(words: str) -> bool:
    return bool(_CONTRAST.search(words)) and not _NO_CONTRAST.search(words)


def states_contrast(series: Series) -> bool:
    """Agent and series description both say so, which is believed without a look at the pixels.

    Not the protocol: it is that of the whole examination, whose plain series has the same one, and often the agent too.
    """
    return declares_contrast(series) and _names_contrast(series.description)


def describes_sharp_kernel(series: Series) -> bool:
    """The kernel or the description names a bone, lung or edge-enhancing reconstruction."""
    return bool(_SHARP.search(series.kernel)) or bool(re.search(r"\b(BONE|KNOCHEN|LUNG)\b", series.description, re.I))


def describes_head(series: Series) -> bool | None:
    """True head, False another region, None unknown."""
    for words in (series.body_part, series.description, series.protocol, series.study_description):
        if _HEAD.search(words):
            return True
        if _ELSEWHERE.search(words):
            return False
    return None
