"""What became of a hemorrhage since the earlier study, in words: worklist, viewer, summary and report say the same."""

from __future__ import annotations

from datetime import datetime

from app.domain.follow_up import Category, Change, FollowUp, Obstacle
from app.models import wording
from app.models.translation import QT_TR_NOOP, tr

_MINUS = "\N{MINUS SIGN}"
_DASH = "\N{EN DASH}"

WORDS: dict[Category, str] = {
    Category.NEW: QT_TR_NOOP("new"),
    Category.LARGER: QT_TR_NOOP("larger"),
    Category.STABLE: QT_TR_NOOP("stable"),
    Category.SMALLER: QT_TR_NOOP("smaller"),
    Category.RESOLVED: QT_TR_NOOP("resolved"),
    Category.ABSENT: "",
    Category.NOT_COMPARABLE: QT_TR_NOOP("not comparable"),
}
#: Stable, although the volumes differ by more than the threshold: the difference is within their uncertainty.
UNSURE = QT_TR_NOOP("stable, unsure")

_OBSTACLES: dict[Obstacle, str] = {
    Obstacle.NO_ANSWER: QT_TR_NOOP("this study has no answer"),
    Obstacle.PRIOR_NOT_ANALYSED: QT_TR_NOOP("the earlier study was not analysed here"),
    Obstacle.PRIOR_REFUSED: QT_TR_NOOP("the earlier study could not be analysed"),
    Obstacle.PRIOR_FAILED: QT_TR_NOOP("the analysis of the earlier study failed"),
    Obstacle.NO_DATE: QT_TR_NOOP("the date of one of the two studies is not known"),
    Obstacle.OTHER_MODEL: QT_TR_NOOP("the two were analysed by different models"),
    Obstacle.OTHER_SPACING: QT_TR_NOOP("their slices are of very different thickness"),
    Obstacle.INCOMPLETE: QT_TR_NOOP("one of the two does not show the whole brain"),
    Obstacle.OPERATED: QT_TR_NOOP("one of the two was taken after surgery, or shows an open skull"),
}


def word(follow_up: FollowUp | None) -> str:
    """One word for a study; empty where there is no earlier study, or no hemorrhage in either."""
    if follow_up is None:
        return ""
    return tr(UNSURE) if follow_up.unsure else category_word(follow_up.category)


def category_word(category: Category) -> str:
    """The word of a category; empty for no hemorrhage in either."""
    text = WORDS[category]
    return tr(text) if text else ""


def change_word(change: Change, follow_up: FollowUp) -> str:
    """The word of one type, or of the total; empty where the studies cannot be compared."""
    if follow_up.obstacle is not None:
        return ""
    return tr(UNSURE) if change.unsure else category_word(change.category)


def why_not(follow_up: FollowUp) -> str:
    """Why two studies cannot be compared, as part of a sentence; empty where they can."""
    return tr(_OBSTACLES[follow_up.obstacle]) if follow_up.obstacle is not None else ""


def signed_ml(ml: float) -> str:
    """A difference in mL with its sign, without the unit."""
    text = wording.ml_text(abs(ml))
    return text if ml == 0 else f"+{text}" if ml > 0 else f"{_MINUS}{text}"


def signed_percent(percent: float | None) -> str:
    """A change in whole per cent with its sign; a dash where it is not known."""
    if percent is None:
        return wording.NONE
    whole = round(percent)
    if abs(whole) >= 1000:
        return "> +999 %" if whole > 0 else f"< {_MINUS}999 %"
    return f"+{whole} %" if whole > 0 else f"{_MINUS}{-whole} %" if whole < 0 else "0 %"


def difference_text(change: Change) -> str:
    """The difference in mL with its 95 % interval, such as ``+8.0 (+2.1 to +14.2)``; a dash where it is not known."""
    difference, interval = change.difference_ml, change.interval_ml
    if difference is None or interval is None:
        return wording.NONE
    if change.category is Category.ABSENT:
        return "0"
    low, high = map(signed_ml, interval)
    return tr("{difference} ({low} to {high})").format(difference=signed_ml(difference), low=low, high=high)


def percent_text(change: Change) -> str:
    """The difference in per cent with its 95 % interval; a dash where there was nothing before."""
    interval = change.interval_percent
    if interval is None:
        return wording.NONE
    low, high = map(signed_percent, interval)
    text = tr("{difference} ({low} to {high})")
    return text.format(difference=signed_percent(change.percent), low=low, high=high)


def volume_text(change: Change, before: bool) -> str:
    """A volume with its 95 % interval, such as ``12.3 (10.1-14.9)``; a dash where it is not known."""
    one = change.before if before else change.now
    if one is None:
        return wording.NONE
    text = wording.ml_text(one.ml)
    return text if one.ml == 0 else f"{text} ({wording.ml_text(one.low)}{_DASH}{wording.ml_text(one.high)})"


def change_phrase(change: Change) -> str:
    """A change of one type as part of a sentence, such as ``SDH larger, +8.0 mL (+40 %)``."""
    name = tr("total") if change.type is None else change.type.value
    difference = change.difference_ml
    if difference is None:
        return ""
    word = tr(UNSURE) if change.unsure else category_word(change.category)
    text = tr("{type} {word}, {difference} mL").format(type=name, word=word, difference=signed_ml(difference))
    return text if change.percent is None else f"{text} ({signed_percent(change.percent)})"


def sentence(follow_up: FollowUp | None, named: bool = True, now: datetime | None = None) -> str:
    """One sentence without the patient's name; empty without an earlier study.

    ``named`` says when the earlier study was made, where that is known; ``now`` decides whether the year is left out.
    """
    if follow_up is None:
        return ""
    when = wording.study_time(follow_up.prior_at, now) if named else ""
    head = tr("Against the earlier study of {when}").format(when=when) if when else tr("Against the earlier study")
    if follow_up.obstacle is not None:
        return tr("{head}: not comparable, because {why}.").format(head=head, why=why_not(follow_up))
    if follow_up.category is Category.ABSENT:
        return tr("{head}: no hemorrhage found in either.").format(head=head)
    phrases = [change_phrase(one) for one in follow_up.telling]
    total = follow_up.total
    if follow_up.unsure:
        phrases += [change_phrase(one) for one in follow_up.changes[:-1] if one.unsure]
        said = tr("stable within the uncertainty of the volumes, although they differ by more than the threshold")
    else:
        said = category_word(follow_up.category)
    if len(phrases) != 1 or total.category is Category.STABLE:
        phrases.append(change_phrase(total))
    return f"{head}: {said}; {'; '.join(phrases)}."
