"""The one normaliser: what records say and what people type become the same tokens, in ASCII.

ASCII, because the two databases and their collations then agree on what a word is; text in other scripts is left out.
"""

import re
import unicodedata
from functools import lru_cache

from snowballstemmer import stemmer

from ptce_hub.territories.names import fold

STEMMER = stemmer("french")
WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+")  # « C.A.E. » is one word
LONGEST = 40  # letters; no French word comes near
COMPOUND = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)+")
STOP_WORDS = frozenset(
    WORD.findall(
        "a ai au aux avec c ce ces cet cette d dans de des du elle elles en est et eux il ils j l la le les leur leurs "
        "lui m ma mais mes n ne nos notre nous on ont ou par pas pour qu que qui s sa se ses son sont sur t ta tes ton "
        "tu un une vos votre vous y"
    )
)


def plain(text):
    """The text in the form in which its words are told apart: « m² » reads « m2 », accents are part of letters."""
    return unicodedata.normalize("NFKC", text)


@lru_cache(maxsize=50_000)
def tokens_of(word):
    """The whole word folded, then its stems; () when nothing of it is Latin.

    French Snowball reads accents, so the stem is taken before folding; and after it too, for those who type none.
    """
    word = word.lower().replace(".", "")
    whole = "".join(sign for sign in fold(word) if sign.isalnum() and sign.isascii())[:LONGEST]
    if not whole.isalpha():
        return (whole,) if whole else ()
    stems = (singular(fold(STEMMER.stemWord(word))), stem_of(whole))
    return tuple(dict.fromkeys(token for token in (whole, *stems) if token.isalnum() and token.isascii()))


@lru_cache(maxsize=50_000)
def stem_of(whole):
    """The stem of a folded word."""
    return singular(STEMMER.stemWord(whole))


def singular(stem):
    """Snowball leaves the plural of « vélos » and « lieux »."""
    return stem[:-1] if len(stem) > 3 and stem[-1] in "sx" else stem


@lru_cache(maxsize=4_000)
def words_in(text):
    """The words of ``text`` that have tokens, as written."""
    return tuple(word for word in WORD.findall(plain(text)) if tokens_of(word))


def words_of_name(name):
    """Those in it, and its compounds in one word: « Eco-Pertica » is also found as « ecopertica »."""
    return [*words_in(name), *map(in_one_word, COMPOUND.findall(plain(name)))]


def in_one_word(compound):
    return re.sub(r"\W", "", compound)


def telling(words):
    """Those that say something: without « le », « de »…"""
    return [word for word in words if tokens_of(word)[0] not in STOP_WORDS]


def tokens(words):
    """The tokens of ``words``, in their order, as one text to index."""
    return " ".join(token for word in words for token in tokens_of(word))


def name_key(text):
    """One token for the whole of a name, so that who types it gets its record first."""
    words = words_in(text)
    return f"zx{''.join(tokens_of(word)[0] for word in telling(words) or words)}"[:200]
