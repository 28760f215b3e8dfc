"""Where editors keep poles, cooperations, calls, shared places, exchanges and the grid."""

from poles import coherence  # noqa: F401 (its rules)
from poles.admin import calls, cooperations, exchanges, grid, places, poles

__all__ = ["calls", "cooperations", "exchanges", "grid", "places", "poles"]
