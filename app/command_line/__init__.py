"""The commands of ``python -m app``, one file each; each is imported when it is given."""
