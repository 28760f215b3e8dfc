"""The letters of a printed programme: as much of the variable font as a text needs, at one weight."""

import io
import unicodedata
from functools import cache

import fontpkg
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

REGULAR, BOLD = 400, 700
STRANGER = "\N{WHITE SQUARE}"  # stands for what the font does not draw
#: Layout tables, which a subset of unjoined letters does without and which take long to reduce.
LEFT_OUT = ["GSUB", "GPOS", "GDEF", "STAT", "MVAR"]


@cache
def drawn():
    """The characters that the font has."""
    with TTFont(fontpkg.path("Source Sans 3"), lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))


def printable(text):
    """The text as the font can draw it: accents joined, else the letter without them, else a square."""
    return "".join(map(known, unicodedata.normalize("NFC", text)))


@cache
def known(character):
    if character in drawn():
        return character
    if unicodedata.category(character) in ("Cc", "Cf", "Mn", "Zl", "Zp"):
        return " " if character.isspace() else ""
    plain = "".join(each for each in unicodedata.normalize("NFKD", character) if each in drawn())
    return plain or STRANGER


def instance(characters, weight):
    """The bytes of a TrueType font that has those characters at that weight."""
    options = Options(hinting=False, layout_features=[], notdef_outline=True)
    options.drop_tables += LEFT_OUT
    font = TTFont(fontpkg.path("Source Sans 3"), lazy=True)
    subsetter = Subsetter(options)
    subsetter.populate(text=characters)
    subsetter.subset(font)
    content = io.BytesIO()
    font.save(content)
    font = instantiateVariableFont(TTFont(content), {"wght": weight})
    content = io.BytesIO()
    font.save(content)
    return content.getvalue()
