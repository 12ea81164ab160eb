"""How Firstread names itself on every association (PS3.7 D.3.3.2): to archives it asks, and to whoever sends to it."""

from __future__ import annotations

from typing import Final

from pynetdicom import AE

from inference import __version__

#: Made once from a UUID (PS3.5 B.2); the same for every version, and never to be changed.
CLASS_UID: Final = "2.25.7035876200492020357436545160529415275"
#: At most 16 characters (PS3.7 table D.3-2).
VERSION_NAME: Final = f"FIRSTREAD_{__version__}"[:16]


def name_ourselves(entity: AE) -> None:
    """Let an application entity say who made it, instead of which library it uses."""
    entity.implementation_class_uid = CLASS_UID
    entity.implementation_version_name = VERSION_NAME
