"""Archives that answer in another character set lose letters on the way; the images still have them."""

from __future__ import annotations

#: What archives and libraries write in place of a letter that they cannot.
_INSTEAD = frozenset("?\ufffd")
#: One byte that cannot be read takes at most so many letters with it (the longest sequence of UTF-8).
_TAKEN_ALONG = 4


def poorer(told: str, known: str) -> bool:
    """Whether ``told`` is the text ``known`` after letters beyond ASCII were lost: left out, or ``?`` in their place.

    False for any other difference: that is a correction, or another transcription.
    """
    lost = _beyond_ascii(known) - _beyond_ascii(told)
    if lost <= 0:
        return False
    kept = [letter for letter in told if letter not in _INSTEAD]
    if len(known) - len(kept) > _TAKEN_ALONG * lost:
        return False
    left = iter(known)
    return all(letter in left for letter in kept)


def _beyond_ascii(text: str) -> int:
    return sum(not letter.isascii() and letter not in _INSTEAD for letter in text)
