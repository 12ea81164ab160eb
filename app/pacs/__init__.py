"""Everything that speaks DICOM over a network. pynetdicom is imported here and nowhere else."""
