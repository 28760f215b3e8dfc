"""How a place name is compared: without case, accents, hyphens, apostrophes or the short forms of « Saint »."""

import re
import unicodedata

LIGATURES = {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d"}
SHORT_WORDS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
ARTICLES = ("la", "le", "les", "l")
#: An intercommunality's nature and what links it: « *CC de la* Région d'Audruicq ». A bare article is the name's.
EPCI_PREFIX = re.compile(
    r"^(?:communaute (?:de communes|d agglomeration|urbaine)|metropole|agglomeration|cc|ca|cu|ept) "
    r"(?:(?:de la|de l|du|des|de|d) )?(?=\S)"
)
EPCI_SUFFIX = re.compile(r"(?<=\S) communaute (?:de communes|d agglomeration|urbaine)$")
EPCI_SHORT = re.compile(r"^(?:CC|CA|CU|Métropole(?! Européenne)) (?:de la |de l'|du |des |de |d')?(?=\S)")
EPCI_ACRONYM = re.compile(r"\s*\(([^)]*)\)")
ARTICLE = re.compile(rf"^(?:{'|'.join(ARTICLES)}) (?=\S)")


def fold(text):
    """The key of a name: ``"L'Haÿ-les-Roses"`` gives ``"l hay les roses"``, ``"St Denis"`` gives ``"saint denis"``."""
    text = text.lower()
    bare = re.sub(r"\bs/\s*", "sur ", text) if "/" in text else text
    if not bare.isascii():
        for ligature, letters in LIGATURES.items():  # ten times faster than str.translate
            bare = bare.replace(ligature, letters)
        bare = "".join(sign for sign in unicodedata.normalize("NFKD", bare) if not unicodedata.combining(sign))
    words = re.sub(r"[\W_]+", " ", bare.lower()).split()
    return " ".join(SHORT_WORDS.get(word, word) for word in words)


def without_nature(key):
    """A folded EPCI name without « CC du », « Métropole de », « … communauté urbaine »; unchanged when it has none."""
    return EPCI_SUFFIX.sub("", EPCI_PREFIX.sub("", key))


def with_other_article(key):
    """The same folded name with its leading article left out, or with each article put in front."""
    bare = ARTICLE.sub("", key)
    return [other for other in (bare, *(f"{article} {bare}" for article in ARTICLES)) if other != key]


def usual_epci_names(name):
    """What people call it: « CC du Pays de Limours (CCPL) » gives « Pays de Limours » and « CCPL »."""
    short = EPCI_SHORT.sub("", EPCI_ACRONYM.sub("", name)).strip(' "-')
    acronyms = [word for word in EPCI_ACRONYM.findall(name) if re.fullmatch("[A-Z0-9]{3,}", word)]
    return [usual for usual in (short[:1].upper() + short[1:], *acronyms) if fold(usual) != fold(name)]
