"""Side and region of a lesion in the reader's language; files and reports keep the words of the result."""

from __future__ import annotations

from app.models.translation import QT_TR_NOOP, tr

#: Every word of a side, or of a region that is not joined.
WORDS = (
    QT_TR_NOOP("left"), QT_TR_NOOP("right"), QT_TR_NOOP("bilateral"), QT_TR_NOOP("midline"),
    QT_TR_NOOP("frontal"), QT_TR_NOOP("parietal"), QT_TR_NOOP("temporal"), QT_TR_NOOP("occipital"),
    QT_TR_NOOP("deep"), QT_TR_NOOP("basal cisterns"), QT_TR_NOOP("posterior fossa"), QT_TR_NOOP("Sylvian fissure"),
    QT_TR_NOOP("falx"), QT_TR_NOOP("tentorium"), QT_TR_NOOP("ventricles"),
)  # fmt: skip
#: The words of a side.
SIDES = WORDS[:4]
_CONVEXITY = " convexity"


def place_word(place: str) -> str:
    """A side, or a region such as ``frontal and parietal convexity``, in words of the reader's language."""
    parts = [tr(part) for part in place.removesuffix(_CONVEXITY).split(" and ")]
    joined = tr("{one} and {other}").format(one=parts[0], other=parts[1]) if len(parts) == 2 else parts[0]
    return tr("{place} convexity").format(place=joined) if place.endswith(_CONVEXITY) else joined
