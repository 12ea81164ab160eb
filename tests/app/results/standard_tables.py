"""The tables of PS3.3 that dicom-validator works with, without its download of the standard.

dicom-validator reads them from the DocBook of the standard, which it fetches from the network. highdicom ships the same
tables (SOP class to IOD, IOD to modules, module to attributes with their types), without the conditions of types 1C and
2C and without enumerated values. So what is held here is: no attribute of type 1 or 2 is missing, none of type 1 is
empty, nothing is there that its IOD does not know, and every value fits its VR.

Macros stand in these tables as if all were wanted at once: the content items of an SR are left to dsrdump and
highdicom, and which functional groups there are to dciodvfy.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from dicom_validator.validator.dicom_info import DicomInfo
from dicom_validator.validator.error_handler import ValidationResultHandler
from dicom_validator.validator.iod_validator import IODValidator
from dicom_validator.validator.validation_result import ValidationResult
from highdicom._standard_utils import get_iod_module_map, get_module_attribute_map, get_sop_class_iod_map
from pydicom.datadict import tag_for_keyword
from pydicom.dataset import Dataset

_Table = dict[str, Any]
_CONTENT = "sr-document-content"
_GROUPS = ("SharedFunctionalGroupsSequence", "PerFrameFunctionalGroupsSequence")


class _Silent(ValidationResultHandler):
    def handle_validation_start(self, result: ValidationResult) -> None:
        """Nothing."""

    def handle_validation_result(self, result: ValidationResult) -> None:
        """Nothing."""


def complaints(made: Dataset) -> list[str]:
    """What dicom-validator finds wrong with a data set."""
    found = IODValidator(made, _tables(str(made.SOPClassUID)), error_handler=_Silent()).validate()
    return [
        f"{module}: {tag} {error.code}"
        for module, errors in found.module_errors.items()
        for tag, error in errors.items()
    ]


@cache
def _tables(sop_class: str) -> DicomInfo:
    iod = get_sop_class_iod_map()[sop_class]
    modules = {one["key"]: {"ref": one["key"], "use": one["usage"]} for one in get_iod_module_map()[iod]}
    described = {name: _module(name) for name in modules}
    return DicomInfo({}, {sop_class: {"modules": modules, "group_macros": {}}}, described)


def _module(name: str) -> _Table:
    """The attributes of a module, those of sequences below ``items``."""
    top: _Table = {}
    for one in get_module_attribute_map()[name]:
        if any(tag_for_keyword(keyword) is None for keyword in (*one["path"], one["keyword"])):
            continue  # of repeating groups, and newer than pydicom
        if name == _CONTENT:
            top[_tag((*one["path"], one["keyword"])[0])] = {"name": "", "type": "3"}
            continue
        level = top
        for keyword in one["path"]:
            level = level.setdefault(_tag(keyword), {"name": keyword, "type": "3"}).setdefault("items", {})
        chosen = len(one["path"]) == 1 and one["path"][0] in _GROUPS
        level.setdefault(_tag(one["keyword"]), {}).update(name=one["keyword"], type="3" if chosen else one["type"])
    return top


def _tag(keyword: str) -> str:
    tag = tag_for_keyword(keyword)
    assert tag is not None
    return f"({tag >> 16:04X},{tag & 0xFFFF:04X})"
