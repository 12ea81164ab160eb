"""A patient's name for systems that have one way to write it."""

from __future__ import annotations

from pydicom.valuerep import PersonName


def person(name: str) -> PersonName:
    """The first way in which a name (VR PN, PS3.5 6.2.1) is written: letters, else ideographs, else its sound."""
    found = PersonName(name)
    return next((PersonName(one) for one in found.components if one.strip(" ^")), PersonName(""))
