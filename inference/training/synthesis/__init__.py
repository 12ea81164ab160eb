"""Hemorrhages and their mimics placed into real head CT stacks, for training."""

from inference.training.synthesis.bleed import Placed, bleed, synthesise
from inference.training.synthesis.head import HeadAnatomy, anatomy
from inference.training.synthesis.mimics import MIMICS, add_mimics, mimic

__all__ = ["MIMICS", "HeadAnatomy", "Placed", "add_mimics", "anatomy", "bleed", "mimic", "synthesise"]
