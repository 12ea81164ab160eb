"""Key Object Selection (PS3.3 A.35.4): the slices that matter, for viewers that jump to them."""

from __future__ import annotations

from highdicom import ko, sr
from pydicom.dataset import Dataset

from app.results import codes
from app.results.dicom.lesion_masks import key_slices
from app.results.dicom.source import MANUFACTURER, MODEL, NOTICE, Source

SERIES_NUMBER = 9103


def make_key_objects(source: Source) -> Dataset | None:
    """The images on which each lesion is largest; None where nothing was found, or the images are not known."""
    if source.volume is None:
        return None
    images = {str((image := source.header_of(index)).SOPInstanceUID): image for index in key_slices(source.result)}
    if not images:
        return None
    observer = sr.ObserverContext(
        sr.CodedConcept.from_code(codes.DEVICE),
        sr.DeviceObserverIdentifyingAttributes(
            uid=source.uid("device"), name=MANUFACTURER, manufacturer_name=MANUFACTURER, model_name=MODEL
        ),
    )
    content = ko.KeyObjectSelection(
        codes.OF_INTEREST,
        list(images.values()),
        observer_device_context=observer,
        description=f"Probable intracranial hemorrhage. {NOTICE}",
    )
    made = ko.KeyObjectSelectionDocument(
        list(images.values()), content, **source.equipment("key objects", SERIES_NUMBER)
    )
    return source.finish(made)
