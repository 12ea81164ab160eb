"""Verdicts and their reasons in words."""

from __future__ import annotations

from app.domain.department import OF_MODEL_CARD
from app.domain.feedback import Verdict
from app.domain.rates import Rate
from app.models.translation import QT_TR_NOOP, tr

_VERDICTS: dict[Verdict, str] = {
    Verdict.AGREE: QT_TR_NOOP("Agreed"),
    Verdict.NOT_HEMORRHAGE: QT_TR_NOOP("Not hemorrhage"),
    Verdict.MISSED_HEMORRHAGE: QT_TR_NOOP("Missed hemorrhage"),
    Verdict.WRONG_TYPE: QT_TR_NOOP("Wrong type"),
}
_REASONS: dict[str, str] = {
    "calcification": QT_TR_NOOP("Calcification"),
    "artifact": QT_TR_NOOP("Artifact"),
    "post_operative": QT_TR_NOOP("Post-operative change"),
    "vessel": QT_TR_NOOP("Vessel or sinus"),
    "thick_dura": QT_TR_NOOP("Thick dura or falx"),
    "tumour": QT_TR_NOOP("Tumour"),
    "small": QT_TR_NOOP("Small"),
    "subacute": QT_TR_NOOP("Subacute or isodense"),
    "skull_base": QT_TR_NOOP("At the skull base"),
    "vertex": QT_TR_NOOP("At the vertex"),
    "subarachnoid": QT_TR_NOOP("Subarachnoid"),
    "edh": QT_TR_NOOP("It is epidural"),
    "sdh": QT_TR_NOOP("It is subdural"),
    "sah": QT_TR_NOOP("It is subarachnoid"),
    "iph": QT_TR_NOOP("It is intraparenchymal"),
    "ivh": QT_TR_NOOP("It is intraventricular"),
    "other": QT_TR_NOOP("Other"),
}


def verdict_words(verdict: Verdict) -> str:
    """A verdict, such as ``Not hemorrhage``."""
    return tr(_VERDICTS[verdict])


def reason_words(code: str) -> str:
    """A reason code in words; an unknown one as it is, none as ``No reason given``."""
    if not code:
        return tr("No reason given")
    return tr(_REASONS[code]) if code in _REASONS else code.replace("_", " ")


def counted_words(verdict: Verdict, reason: str, count: int) -> str:
    """How often a verdict was given for a reason, such as ``2 x Not hemorrhage: Calcification``."""
    text = tr("{count} × {verdict}: {reason}")
    return text.format(count=count, verdict=verdict_words(verdict), reason=reason_words(reason))


def rate_words(rate: Rate) -> str:
    """A rate with its interval and its cases, such as ``83 % (65-93 %, 20 of 24)``."""
    if rate.value is None:
        return tr("none yet")
    low, high = round(rate.low * 100), round(rate.high * 100)
    text = tr("{percent} % ({low}–{high} %, {hits} of {n})")
    return text.format(percent=f"{rate.value * 100:.0f}", low=low, high=high, hits=rate.hits, n=rate.n)


def curve_source_words(source: str) -> str:
    """Where rates by threshold were measured: this site's readers, or a model card."""
    if source.startswith(OF_MODEL_CARD):
        return tr("model card of {model}").format(model=source.removeprefix(OF_MODEL_CARD))
    return tr("verdicts of this site's readers")
