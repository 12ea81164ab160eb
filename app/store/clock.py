"""Whether the clock of this computer is believed where something is to go because of its age.

A wrong time server, or a year mistyped, puts the clock ahead, and everything would seem old at once. What came since
proves nothing, for it bears the same wrong time. And a computer that was off for a month wakes up just as far ahead. So
after either the clock is doubted for a week: a wrong one is noticed by then, because it is said and the archive has no
studies of its days, and where it is right everything goes that has to, a week late.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.errors import CacheError
from app.paths import write_private

#: A clock that leapt ahead by more than this is doubted for as long.
LEAP = timedelta(days=7)


def believe(file: Path, now: datetime, before: datetime) -> None:
    """Keep in ``file`` that the clock says ``now`` (UTC), for the next time; raises CacheError while it is doubted.

    ``before`` is what the clock is known to have said before, where the file does not tell. A new leap while the clock
    is doubted begins no new week, or a computer that runs once a month would never remove anything.
    """
    seen, leapt = _read(file) or (before, None)
    if leapt is None or leapt > now:  # later than now: the clock was put right since
        leapt = now if now - seen > LEAP else None
    elif now - leapt > LEAP:
        leapt = None
    _write(file, now, leapt)
    if leapt is not None:
        raise CacheError(
            "clock_leapt",
            f"The clock of this computer leapt ahead, to {leapt:%Y-%m-%d}. Is that date right? In case it is not, "
            f"nothing is removed because of its age before {leapt + LEAP:%Y-%m-%d}.",
        )


def _read(file: Path) -> tuple[datetime, datetime | None] | None:
    try:
        content = json.loads(file.read_bytes())
        seen, leapt = content["seen"], content["leapt"]
        return _utc(seen), _utc(leapt) if leapt else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _write(file: Path, seen: datetime, leapt: datetime | None) -> None:
    content = {"seen": seen.isoformat(), "leapt": leapt.isoformat() if leapt else None}
    try:
        write_private(file, json.dumps(content).encode())
    except OSError as error:
        why = error.strerror or "unknown error"
        raise CacheError("clock_not_noted", f"What the clock says cannot be noted: {why}.") from error
