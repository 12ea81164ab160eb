"""What to do where the operating system's key store cannot be used, for all that keep something in it."""

from __future__ import annotations

from keyring.errors import KeyringError, NoKeyringError


def explained(error: KeyringError, none: str) -> tuple[str, str]:
    """The code of the reason, ``no_key_store`` or ``key_store_locked``, and its text.

    Args:
        none: a clause that says that this computer has no key store, and for what one is needed.
    """
    if isinstance(error, NoKeyringError):
        return (
            "no_key_store", f"{none}; on Linux install gnome-keyring, KWallet or KeePassXC, and sign in to the desktop."
        )  # fmt: skip
    return (
        "key_store_locked", f"The system's key store cannot be used ({type(error).__name__}); unlock it, and try again."
    )  # fmt: skip
