"""User identity negotiation (PS3.7 D.3.3.7): who we say we are when an association is opened."""

from __future__ import annotations

from pynetdicom.pdu_primitives import UserIdentityNegotiation

from app.pacs.archive import Archive, Identity
from app.pacs.secret_store import Kind, wanted

_IDENTITY_TYPES = {Identity.USER: 1, Identity.PASSWORD: 2, Identity.TOKEN: 5}


def user_identity(archive: Archive) -> list[UserIdentityNegotiation]:
    """Who we say we are (PS3.7 D.3.3.7), with the secret from the key store; raises ArchiveError without it."""
    if archive.identity is Identity.NONE:
        return []
    item = UserIdentityNegotiation()
    item.user_identity_type = _IDENTITY_TYPES[archive.identity]
    item.positive_response_requested = False  # many archives take the user, and never say so
    if archive.identity is Identity.TOKEN:
        item.primary_field = wanted(archive.name, Kind.IDENTITY).encode()
    else:
        item.primary_field = archive.user.encode()
    if archive.identity is Identity.PASSWORD:
        item.secondary_field = wanted(archive.name, Kind.IDENTITY).encode()
    return [item]
