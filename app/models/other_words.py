"""What the list of other products' results says, in words."""

from __future__ import annotations

from app.domain.other_results import OtherResult, Part, ResultKind
from app.models.translation import QT_TR_NOOP, tr

_KINDS = {
    ResultKind.SEGMENTATION: QT_TR_NOOP("Segmentation"),
    ResultKind.REPORT: QT_TR_NOOP("Report"),
    ResultKind.CONTOURS: QT_TR_NOOP("Structure set"),
}


def kind_text(result: OtherResult) -> str:
    """What sort of object it is, and what its product calls it."""
    kind = tr(_KINDS[result.kind])
    return f"{kind}: {result.title}" if result.title else kind


def product_text(result: OtherResult) -> str:
    """Who made it, in its own words; said where it does not say."""
    return result.product or tr("Product not named")


def made_at_text(result: OtherResult) -> str:
    """When it was made, with the year: it may be of any."""
    return f"{result.made_at:%Y-%m-%d %H:%M}" if result.made_at is not None else tr("date not known")


def part_text(part: Part) -> str:
    """A segment or region in one line."""
    return f"{part.label} ({part.text})" if part.text else part.label


def drawn_name(result: OtherResult, part: Part) -> str:
    """The name beside an outline: whose it is, then what."""
    product = " ".join(word for word in (product_text(result), result.version) if word)
    return f"{product}: {part.label}"
