"""The journal of studies and the cache of their images on this workstation."""
