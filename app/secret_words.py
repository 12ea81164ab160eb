"""What of the settings could be a password or token, although those belong into the key store.

A secret has no form that it could be told by, and the names of parameters and options know no end. Of addresses and
commands therefore only that counts as harmless which is known to be: placeholders, and names without a value.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import unquote, urlsplit

from app.settings import Value

_NAMES = r"(key|token|secret|sig|auth|pass|pwd|pw|jwt|bearer|ticket|session|credential)"
#: ``token=...`` or ``Authorization: ...`` within a text.
_NAMED = re.compile(rf"(?i){_NAMES}[\w.-]*[\"']?\s*[=:]|\bbearer\s")
#: Letters and digits as drawn by chance, of no word: a token as part of a path.
_RANDOM = re.compile(r"(?=[A-Za-z_~=]*\d)(?=[\d_~=]*[A-Za-z])[\w~=]{20,}", re.ASCII)
_FILLED = r"(\{(study_uid|accession|patient_id)\})"
_PARAMETER = re.compile(rf"([\w.-]+=)?{_FILLED}*")
#: ``{study_uid}``, ``--study={study_uid}``, ``--fullscreen``, ``-s``. Not ``-sABC``: that is an option with its value.
_ARGUMENT = re.compile(rf"(-{{0,2}}[A-Za-z][A-Za-z-]*[=:])?{_FILLED}+|--[A-Za-z][A-Za-z-]*|-[A-Za-z]")
_HOST = re.compile(r"([\w.-]+|\[[0-9A-Fa-f:.]+\])(:\d*)?")
#: The address of a database names its user, and never the password.
_DATABASE: Final = "team.database"
_DATABASE_HOST = re.compile(rf"([\w.-]+@)?({_HOST.pattern})?")
_DATABASE_PARAMETER = re.compile(r"((sslmode|connect_timeout|application_name)=[\w-]*|host=[\w./-]*)?")
#: Public keys.
_PUBLIC: Final = "updates.trusted_keys"


def may_hold_secret(key: str, value: Value) -> bool:
    """Whether ``value`` of the setting ``key``, such as ``viewer.url``, could hold a password or token."""
    if key == _PUBLIC:
        return False
    if key == "viewer.command" and isinstance(value, tuple):
        return not _harmless_command(value)
    words = value if isinstance(value, tuple) else (value,) if isinstance(value, str) else ()
    if key == "viewer.url":  # other programs have addresses of any form
        return any(word and not _harmless_address(word) for word in words)
    return any(not _harmless_address(word, key == _DATABASE) if "://" in word else _named(word) for word in words)


def _named(text: str) -> bool:
    return _NAMED.search(text) is not None


def _harmless_address(text: str, database: bool = False) -> bool:
    if re.search(r"\s", unquote(text)):
        return False  # a command in the guise of an address
    try:
        address = urlsplit(text)
    except ValueError:
        return False  # nobody could read it; rather not told
    host, parameter = (_DATABASE_HOST, _DATABASE_PARAMETER) if database else (_HOST, _PARAMETER)
    route, _, more = address.fragment.partition("?")  # as pages have it that consist of one program
    if not route.startswith(("/", "!/")):
        route, more = "", address.fragment
    path = unquote(f"{address.path}/{route}")
    parameters = (one for query in (address.query, more) for one in query.split("&"))
    return (
        bool(host.fullmatch(address.netloc))
        and not (";" in path or _named(path) or _RANDOM.search(path))
        and all(parameter.fullmatch(one) for one in parameters)
    )


def _harmless_command(words: Sequence[str]) -> bool:
    if any(_named(word) or " -" in word for word in words[:1]):
        return False
    return all(_ARGUMENT.fullmatch(word) or ("://" in word and _harmless_address(word)) for word in words[1:])
