"""Reads what other products left with a study: Segmentation, Structured Report, RT Structure Set. Trusts none of it."""
