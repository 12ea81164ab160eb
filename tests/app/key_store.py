"""A key store in memory, in the place of the operating system's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import keyring
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError


class Store(KeyringBackend):
    """A key store in memory."""

    priority = 1.0

    kept: dict[tuple[str, str], str]
    locked = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.locked:
            raise KeyringLocked("secret-looking text")
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError


@contextmanager
def key_store() -> Iterator[Store]:
    """Within this context keyring finds a new, empty one."""
    before, made = keyring.get_keyring(), Store()  # type: ignore[no-untyped-call]
    made.kept = {}
    keyring.set_keyring(made)
    try:
        yield made
    finally:
        keyring.set_keyring(before)
