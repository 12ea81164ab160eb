"""What leaves the pipeline as files: JSON, masks and CSV."""
