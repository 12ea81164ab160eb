"""A result as DICOM objects that other systems read: segmentation, structured report, key objects, capture."""
