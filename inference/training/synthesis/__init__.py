"""Hemorrhages and their mimics placed into real head CT stacks, for training."""

from inference.training.synthesis.bleed import Placed, synthesise
from inference.training.synthesis.head import HeadAnatomy, anatomy
from inference.training.synthesis.mimics import MIMICS, mimic

__all__ = ["MIMICS", "HeadAnatomy", "Placed", "anatomy", "mimic", "synthesise"]
