"""Settings as somebody types them into a command line: ``archive.host=pacs.example.org``."""

from __future__ import annotations

from collections.abc import Iterable

from app.settings import Declared, Settings, Value


def declared(key: str) -> Declared:
    """The setting with this key, such as ``archive.port``; raises ValueError with what is wrong."""
    found = next((one for one in Settings.declared() if one.key == key), None)
    if found is None:
        near = [one.key for one in Settings.declared() if one.key.partition(".")[2] == key.rpartition(".")[2]]
        raise ValueError(f"{key} is not a setting{'; perhaps ' + ' or '.join(near[:3]) if near else ''}")
    return found


def from_text(setting: Declared, text: str) -> Value:
    """The value that ``text`` stands for; raises ValueError where it does not fit.

    Truth values are ``true`` and ``false``; words of a list have commas between them, and an empty text is no word.
    """
    value: object = text
    if setting.type is bool:
        value = {"true": True, "false": False}.get(text.strip().lower(), text)
    elif setting.type in (int, float):
        try:
            value = float(text)
        except ValueError:
            value = text
    elif setting.type is tuple:
        value = tuple(word for word in (part.strip() for part in text.split(",")) if word)
    return setting.accept(value)


def to_text(value: Value) -> str:
    """``value`` as :func:`from_text` takes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def assignments(words: Iterable[str]) -> tuple[dict[str, Value], tuple[str, ...]]:
    """The values by key of words ``KEY=VALUE``, and one sentence for each word that cannot be used."""
    values: dict[str, Value] = {}
    wrong = []
    for word in words:
        key, sign, text = word.partition("=")
        try:
            if not sign:
                raise ValueError("KEY=VALUE is needed, such as archive.port=104")
            values[key.strip()] = from_text(declared(key.strip()), text)
        except ValueError as error:
            wrong.append(f"{word}: {error}.")
    return values, tuple(wrong)
