"""A span of days, or a part of one day, as the matching keys of a query (PS3.4 C.2.2.2.5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta

_LAST = time(23, 59, 59)
#: A part of a day is not halved below so many seconds.
_LEAST_S = 60


@dataclass(frozen=True, slots=True)
class Span:
    """From ``first`` to ``last``, both included; of one single day also from and to a time, where given."""

    first: date
    last: date
    from_time: time | None = None
    to_time: time | None = None

    def keys(self) -> dict[str, str]:
        """Study Date, and Study Time where it is asked for: an archive matches the two apart from each other."""
        if self.first != self.last:
            return {"StudyDate": f"{self.first:%Y%m%d}-{self.last:%Y%m%d}"}
        keys = {"StudyDate": f"{self.first:%Y%m%d}"}
        if self.from_time is not None or self.to_time is not None:
            keys["StudyTime"] = f"{self.from_time or time():%H%M%S}-{self.to_time or _LAST:%H%M%S}"
        return keys

    def halves(self) -> tuple[Span, ...]:
        """The span in two parts that follow each other; nothing where it is too short for that."""
        days = (self.last - self.first).days
        if days:
            middle = self.first + timedelta(days=days // 2)
            return Span(self.first, middle), Span(middle + timedelta(days=1), self.last)
        begin, end = _seconds(self.from_time or time()), _seconds(self.to_time or _LAST)
        if end - begin < _LEAST_S:
            return ()
        middle_s = (begin + end) // 2
        return (
            Span(self.first, self.last, _time(begin), _time(middle_s)),
            Span(self.first, self.last, _time(middle_s + 1), _time(end)),
        )


def _seconds(at: time) -> int:
    return (at.hour * 60 + at.minute) * 60 + at.second


def _time(seconds: int) -> time:
    return time(seconds // 3600, seconds // 60 % 60, seconds % 60)
