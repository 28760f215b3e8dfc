"""The letters of a PDF: as much of the variable font as its texts need, at one weight."""

import io
import tempfile
import unicodedata
from functools import cache
from pathlib import Path

import fontpkg
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

FAMILY = "Source Sans 3"
REGULAR, BOLD = 400, 700
STRANGER = "\N{WHITE SQUARE}"  # stands for what the font does not draw
#: Layout tables, which a subset of unjoined letters does without and which take long to reduce.
LEFT_OUT = ["GSUB", "GPOS", "GDEF", "STAT", "MVAR"]


@cache
def drawn():
    """The characters that the font has."""
    with TTFont(fontpkg.path(FAMILY), lazy=True) as font:
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
    font = TTFont(fontpkg.path(FAMILY), lazy=True, recalcTimestamp=False)  # the same letters make the same file
    subsetter = Subsetter(options)
    subsetter.populate(text=characters)
    subsetter.subset(font)
    content = io.BytesIO()
    font.save(content)
    font = instantiateVariableFont(TTFont(content, recalcTimestamp=False), {"wght": weight})
    content = io.BytesIO()
    font.save(content)
    return content.getvalue()


def embed(pdf, texts):
    """Gives a document of fpdf2 the regular and bold letters that the ``texts`` need."""
    characters = "".join(sorted(set("".join(texts))))
    with tempfile.TemporaryDirectory() as folder:
        for style, weight in (("", REGULAR), ("B", BOLD)):
            path = Path(folder) / f"{weight}.ttf"
            path.write_bytes(instance(characters, weight))
            pdf.add_font(FAMILY, style, path)
            pdf.fonts[f"{FAMILY.lower()}{style}"].ttfont.ensureDecompiled()
