"""Studies, their states, their order and the events about them: pure values without Qt, DICOM or threads."""
