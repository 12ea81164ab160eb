"""Qt item models; each owns its order."""
