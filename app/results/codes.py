"""The codes of exported results, each as PS3.16 has it: SNOMED CT (SCT), DICOM's own (DCM), UCUM.

The context groups of PS3.16 name no epidural and no subdural space, and public sources disagree on SNOMED's concepts
for epidural and intraventricular hemorrhage. So every type is told by the pair of finding (hemorrhage) and site, both
from PS3.16, and by a code of our own scheme, which alone tells epidural from subdural.
"""

from __future__ import annotations

from typing import Final

from pydicom.sr.coding import Code

from inference.types import CaseState, HemorrhageType

#: Category (CID 7150) and type (CID 7151) of every segment, and finding of every measurement group.
ABNORMAL: Final = Code("49755003", "SCT", "Morphologically Abnormal Structure")
HEMORRHAGE: Final = Code("50960005", "SCT", "Hemorrhage")
#: Finding of the study as a whole.
INTRACRANIAL_HEMORRHAGE: Final = Code("1386000", "SCT", "Intracranial hemorrhage (disorder)")
HEAD_CT: Final = Code("303653007", "SCT", "Computed tomography of head (procedure)")

_DURA: Final = Code("18545000", "SCT", "Dura mater")
#: Where each type lies (CID 7151 and 7153).
SITES: Final = {
    HemorrhageType.EDH: _DURA,
    HemorrhageType.SDH: _DURA,
    HemorrhageType.SAH: Code("35951006", "SCT", "Subarachnoid space"),
    HemorrhageType.IPH: Code("12738006", "SCT", "Brain"),
    HemorrhageType.IVH: Code("35764002", "SCT", "Brain ventricle"),
}
CRANIAL_CAVITY: Final = Code("1101003", "SCT", "Intracranial")

#: Laterality (CID 244), and the topographical modifier of what lies in the middle.
LATERALITY: Final = {
    "left": Code("7771000", "SCT", "Left"),
    "right": Code("24028007", "SCT", "Right"),
    "bilateral": Code("51440002", "SCT", "Right and left"),
}
MIDLINE: Final = Code("261129000", "SCT", "Midline")

#: Our own scheme (PS3.3 8.2: private designators begin with 99).
SCHEME: Final = "99FIRSTREAD"
TYPE_NAME: Final = Code("hemorrhage_type", SCHEME, "Type of intracranial hemorrhage")
NAMES: Final = {
    HemorrhageType.EDH: "Epidural hemorrhage",
    HemorrhageType.SDH: "Subdural hemorrhage",
    HemorrhageType.SAH: "Subarachnoid hemorrhage",
    HemorrhageType.IPH: "Intraparenchymal hemorrhage",
    HemorrhageType.IVH: "Intraventricular hemorrhage",
}
TYPE_CODES: Final = {kind: Code(kind.value, SCHEME, name) for kind, name in NAMES.items()}

VOLUME: Final = Code("118565006", "SCT", "Volume")
#: CID 7474: how the volume was measured.
VOXEL_SUM: Final = Code("126030", "DCM", "Sum of segmented voxel method for volume")
PROBABILITY: Final = Code("122157", "DCM", "Probability")
MILLILITER: Final = Code("ml", "UCUM", "milliliter")
PERCENT: Final = Code("%", "UCUM", "Percent")
COMMENT: Final = Code("121106", "DCM", "Comment")
#: CID 7162: family of the algorithm.
ARTIFICIAL_INTELLIGENCE: Final = Code("123110", "DCM", "Artificial Intelligence")
#: Title of the key objects (CID 7010).
OF_INTEREST: Final = Code("113000", "DCM", "Of Interest")
DEVICE: Final = Code("121007", "DCM", "Device")

#: How the analysis ended: the name, and its values in CID 6047.
SUMMARY: Final = Code("111017", "DCM", "CAD Processing and Findings Summary")
_NOTHING_SUCCEEDED: Final = Code("111245", "DCM", "No algorithms succeeded; without findings")
OUTCOMES: Final = {
    CaseState.POSITIVE: Code("111242", "DCM", "All algorithms succeeded; with findings"),
    CaseState.NEGATIVE: Code("111241", "DCM", "All algorithms succeeded; without findings"),
    CaseState.NOT_ANALYSABLE: _NOTHING_SUCCEEDED,
    CaseState.FAILED: _NOTHING_SUCCEEDED,
}

#: Names of what else is told in HL7 and FHIR.
STUDY_INSTANCE_UID: Final = Code("110180", "DCM", "Study Instance UID")
IMPRESSION: Final = Code("121073", "DCM", "Impression")
