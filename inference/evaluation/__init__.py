"""What :mod:`inference.evaluate` is made of: manifest, cases, lesions, summary, and the report in its written forms."""
