"""The panel of the department: scores, thresholds, the reading queue, and agreement with the readers."""
