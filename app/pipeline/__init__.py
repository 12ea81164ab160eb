"""Finds, fetches and analyses studies in background threads and one inference process."""
