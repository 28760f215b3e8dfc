"""The square code that a telephone reads on a poster."""

import segno
from django.utils.safestring import mark_safe

QUIET = 4  # modules of blank around, as ISO/IEC 18004 asks


def code(address):
    """Rows of 0 and 1, without the blank around; a quarter of it may be soiled."""
    return segno.make(address, error="q", micro=False).matrix


def inline_svg(address):
    made = segno.make(address, error="q", micro=False)
    return mark_safe(made.svg_inline(border=QUIET, omitsize=True, svgclass="qr", lineclass=None))
