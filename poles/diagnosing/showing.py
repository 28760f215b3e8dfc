"""What a page shows of one reading, or of two side by side."""

from poles.diagnosing.drawing import radar
from poles.diagnosing.reading import HOW


def shown(*readings):
    """Context for ``poles/diagnosing/result.html``: readings of one same grid."""
    return {
        "reading": readings[0],
        "readings": readings,
        "rows": list(zip(*(reading.objectives for reading in readings), strict=True)),
        "radar": radar(readings),
        "how": HOW,
    }
