"""Where editors keep poles, cooperations, calls, shared places and the grid."""

from poles import coherence  # noqa: F401 (its rules)
from poles.admin import calls, cooperations, grid, places, poles

__all__ = ["calls", "cooperations", "grid", "places", "poles"]
