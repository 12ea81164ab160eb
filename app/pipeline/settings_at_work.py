"""Which settings the running program takes over at once, and which it reads at its start only."""

from __future__ import annotations

#: Whole sections, and single keys of others.
_AT_ONCE = frozenset({"alerts", "folder", "receive", "storage", "viewer"})
_KEYS = frozenset({
    "poll.interval_s", "poll.lookback_hours", "fetch.settle_s", "fetch.retries", "fetch.backoff_s", "fetch.ahead",
    "fetch.least_disk_gb", "fetch.least_memory_gb", "analysis.timeout_s", "analysis.priors", "queue.recent_hours",
    "queue.emergency_words", "window.theme", "window.language", "privacy.lock_minutes",
})  # fmt: skip


def takes_effect_at_once(key: str) -> bool:
    """Whether a changed setting, such as ``poll.interval_s``, needs no restart (:meth:`Pipeline.apply`)."""
    return key in _KEYS or key.partition(".")[0] in _AT_ONCE
