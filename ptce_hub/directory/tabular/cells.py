"""What people and spreadsheets do to a cell, undone when only one thing can have been meant, else refused by name."""

import datetime
import math
import re
import unicodedata

from django.utils import timezone

from ptce_hub.directory.fields.dates import PartialDate
from ptce_hub.directory.fields.identifiers import validate_rna, validate_siren, validate_siret
from ptce_hub.directory.files.columns import CONTROLS

#: Invisible signs that copy and paste leaves.
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'"})
UNKNOWN = {"", "-", "–", "—", "?", ".", "/", "n/a", "#n/a", "nc", "n.c.", "nr", "n.r.", "nsp", "non renseigné",
           "non renseignée", "inconnu", "inconnue", "néant", "null", "none", "nan", "à compléter"}  # fmt: skip
SPREADSHEET_ERROR = re.compile(r"#(REF|VALUE|VALEUR|NOM|NAME|DIV/0|NUM|NUL|NULL|SPILL|CALC)[!?]?", re.IGNORECASE)
QUOTED = re.compile(r'="([^"]*)"')  # how some programs keep a leading zero in a CSV
FORMULA = re.compile(r"=|[+\-@][^\s]*[(|!]")
NEUTRALISED = re.compile(r"'(?=[=+\-@\t\r\n])")
BROKEN_ACCENTS = re.compile("[ÃÂ][\u0080-\u00bf\u0152-\u017e\u0192\u02c6\u02dc\u2013-\u2122]|â€")
EXPONENT = re.compile(r"[+-]?\d+(?:[.,]\d+)?E[+-]?\d+", re.IGNORECASE)
POINT_ZERO = re.compile(r"(\d+)[.,]0+")
FIRST_SERIAL, LAST_SERIAL = 15_000, 80_000  # days of spreadsheets: 1941 to 2119
SHORT_YEAR = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{2})")
SHORT_MONTH = re.compile(r"([a-zéûA-Z]{3,9})\.?[- ](\d{2}|\d{4})")
WITH_HOUR = re.compile(r"(.{8,10})[T ]\d{1,2}:\d{2}(:\d{2})?(\.\d+)?Z?")
ABOUT = re.compile(r"(?:en|depuis|depuis le|le|courant|année|an|dès)\s+(.+)", re.IGNORECASE)
CLOCK = re.compile(r"(\d{1,2})\s*(?:[hH:]\s*(\d{2})?)?(?::\d{2})?(?:\s*(?:mn|min))?")


class Wrong(ValueError):
    """Why a cell is refused, and the mend, in French."""


def clean(text, note=lambda said: None):
    """The text without what cannot be seen, accents mended; empty when it says that nothing is known."""
    if found := QUOTED.fullmatch(text.strip()):
        text = found[1]
    text = SPACES.sub(" ", INVISIBLE.sub("", unicodedata.normalize("NFC", text)))
    if BROKEN_ACCENTS.search(text):
        text = mended_accents(text, note)
    text = CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = "\n".join(" ".join(line.split()) for line in text.split("\n")).strip()
    if SPREADSHEET_ERROR.fullmatch(text):
        raise Wrong(f"le tableur a écrit l'erreur « {text} » : corrigez sa formule, ou videz la case.")
    if FORMULA.match(text):
        raise Wrong("cette case est une formule : remplacez-la par sa valeur (collage spécial, valeurs).")
    text = NEUTRALISED.sub("", text)
    return "" if text.lower() in UNKNOWN else text


def mended_accents(text, note):
    """« CoopÃ©rative » was UTF-8 read as Windows-1252, once too often."""
    try:
        mended = text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        raise Wrong("ses accents sont abîmés (« Ã© » pour « é ») : réécrivez-la.") from None
    note(f"accents rétablis : « {mended[:60]} »")
    return mended


def digits_of(text):
    """A number that is a name, without spaces or points; ``Wrong`` when a spreadsheet has rounded it."""
    if EXPONENT.fullmatch(text.replace(" ", "")):
        raise Wrong(f"le tableur a arrondi ce numéro (« {text} ») : reprenez-le à la source, colonne au format Texte.")
    if found := POINT_ZERO.fullmatch(text):
        text = found[1]
    return re.sub(r"[\s.\-_/]", "", text).upper()


def with_zeros(digits, width, note):
    """The zeros that a spreadsheet took off the front of a number of ``width`` digits."""
    if digits.isdigit() and width - 2 <= len(digits) < width:
        note(f"zéro initial rétabli : {digits.zfill(width)}")
        return digits.zfill(width)
    return digits


def siren(text, note):
    digits = digits_of(text)
    if len(digits) == 14 and digits.isdigit():
        checked(siret(text, note), validate_siret)
        note("Siren tiré du Siret donné")
        digits = digits[:9]
    if len(digits) == 13 and digits.startswith("FR"):
        note("Siren tiré du numéro de TVA donné")
        digits = digits[4:]
    return checked(with_zeros(digits, 9, note), validate_siren)


def siret(text, note):
    digits = with_zeros(digits_of(text), 14, note)
    if len(digits) == 14 and digits.endswith("00000"):  # no branch has that number
        raise Wrong(f"le tableur a arrondi ce numéro (« {text} ») : reprenez-le à la source, colonne au format Texte.")
    return checked(digits, validate_siret)


def rna(text, note):
    code = digits_of(text)
    if code.isdigit() and len(code) == 9:
        note(f"W initial rétabli : W{code}")
        code = f"W{code}"
    return checked(code, validate_rna)


def checked(value, validate):
    try:
        validate(value)
    except Exception as error:
        raise Wrong(f"« {value[:30]} » : {error.messages[0]}") from None
    return value


def date(text, note):
    """A ``PartialDate``, from what French tables and spreadsheets make of one."""
    if found := POINT_ZERO.fullmatch(text):
        text = found[1]
    if re.fullmatch(r"\d{5}(?:[.,]\d+)?", text):
        return from_serial(text, note)
    if found := WITH_HOUR.fullmatch(text):
        text = found[1]
    if re.fullmatch(r"\d{4}/\d{1,2}/\d{1,2}", text):
        text = "-".join(part.zfill(2) for part in text.split("/"))
    if found := SHORT_YEAR.fullmatch(text):
        text = f"{found[1]}/{found[2]}/{whole_year(found[3])}"
        note(f"année à deux chiffres lue {text}")
    elif re.fullmatch(r"(\d{1,2}-)?\d{1,2}-\d{4}", text):
        text = text.replace("-", "/")
    elif found := SHORT_MONTH.fullmatch(text):
        text = f"{found[1]} {whole_year(found[2]) if len(found[2]) == 2 else found[2]}"
    elif found := ABOUT.fullmatch(text):
        text = found[1]
    try:
        return PartialDate.parse(text)
    except ValueError as error:
        raise Wrong(str(error)) from None


def whole_year(two_digits):
    """Up to ten years from now; else of the century before."""
    year = 2000 + int(two_digits)
    return year if year <= timezone.localdate().year + 10 else year - 100


def from_serial(text, note):
    days = int(re.split("[.,]", text)[0])
    if not FIRST_SERIAL <= days <= LAST_SERIAL:
        raise Wrong(f"« {text} » n'est pas une date, ni le nombre de jours qu'un tableur en fait.")
    day = datetime.date(1899, 12, 30) + datetime.timedelta(days=days)
    note(f"nombre {text} relu comme la date {day:%d/%m/%Y}")
    return PartialDate.of(day)


def clock(text):
    """``14h30``, ``14:30``, ``9 h``, or the part of a day that a spreadsheet makes of it."""
    if re.fullmatch(r"0[.,]\d+", text):
        minutes = round(float(text.replace(",", ".")) * 24 * 60)
        return datetime.time(minutes // 60 % 24, minutes % 60)
    found = CLOCK.fullmatch(text)
    try:
        return datetime.time(int(found[1]), int(found[2] or 0))
    except (TypeError, ValueError):
        raise Wrong(f"« {text[:20]} » n'est pas une heure : écrivez 14:30 ou 14h30.") from None


def number(text, whole):
    bare = text.replace(" ", "").replace(",", ".")
    try:
        value = float(bare)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise Wrong(f"« {text[:30]} » n'est pas un nombre.")
    if not whole:
        return value
    if not value.is_integer():
        raise Wrong(f"« {text[:30]} » n'est pas un nombre entier.")
    return int(value)


def yes_or_no(text):
    word = text.lower()
    if word in {"oui", "o", "vrai", "true", "1", "x", "yes"}:
        return True
    if word in {"non", "n", "faux", "false", "0", "no"}:
        return False
    raise Wrong(f"« {text[:20]} » : écrivez oui ou non.")


def web_address(text, note):
    if re.match(r"https?://[^\s/]+\.[^\s]+$", text):
        return text
    if re.match(r"[\w\-]+(\.[\w\-]+)+(/\S*)?$", text):
        note(f"adresse complétée : https://{text}")
        return f"https://{text}"
    raise Wrong(f"« {text[:60]} » n'est pas une adresse web : écrivez https://…")


def alike(before, after):
    """Whether two values say the same, but for apostrophes and spaces that nobody chose."""
    return worn(before) == worn(after)


def worn(value):
    if isinstance(value, str):
        return " ".join(SPACES.sub(" ", value).translate(APOSTROPHES).split())
    return [worn(item) for item in value] if isinstance(value, list) else value
