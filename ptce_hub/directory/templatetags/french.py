"""What French pages need of text and numbers."""

import re

from django import template
from django.utils.formats import number_format

from ptce_hub.directory.fields.dates import PartialDate, span_in_words

register = template.Library()

NARROW, WIDE = "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"


#: What French spacing may concern; most names have none.
SPACED = re.compile(r" [;?!:»%€]|« |[0-9] ")


@register.filter
def typo(text):
    """French spacing: no line break before ``: ; ? ! » %`` nor after ``«``, addresses left alone."""
    text = str(text).replace("'", "’")
    if not SPACED.search(text):
        return text
    text = re.sub(r" ([;?!])", NARROW + r"\1", text)
    text = re.sub(r" ([:»%€])(?!//)", WIDE + r"\1", text)
    text = re.sub(r"« ", "«" + WIDE, text)
    text = re.sub(r"(?<=\d) (?=\d{3}\b)", NARROW, text)
    return re.sub(r"(?<=\d) (?=(?:€|%|m²|km|M€|ETP)(?:\W|$))", WIDE, text)


@register.filter
def figure(number):
    """1800 is written 1 800; unknown stays None for ``default_if_none``."""
    if number is None:
        return None
    if isinstance(number, int) and 0 <= number < 1000:
        return str(number)  # a list has dozens, and Django's own way is slow
    return number_format(number, use_l10n=True, force_grouping=True)


@register.filter
def kilometres(km):
    """A distance in kilometres, to the kilometre; less than one is said so."""
    return (
        f"{number_format(round(km), use_l10n=True, force_grouping=True)}{WIDE}km" if km >= 1 else f"moins de 1{WIDE}km"
    )


@register.filter
def s(number):
    """The plural's *s*, which French begins at two: ``0 réponse``, ``2 réponses``."""
    return "s" if (number or 0) >= 2 else ""


@register.filter(expects_localtime=True)
def day(date):
    """``1er novembre 2026``, of a day or of an hour, here; nothing of nothing."""
    return str(PartialDate.of(date)) if date else ""


@register.filter
def short(text, most):
    """At most that many characters; Django's own way goes through each of them, and of what is short enough too."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


@register.filter
def moment(date):
    """When, in a sentence: ``en 2015``, ``en mai 2015``, ``le 5 mai 2015``."""
    return f"le{WIDE}{date}" if date.day else f"en {date}"


@register.simple_tag
def period(since, until):
    """A time in words: ``depuis 2013``, ``de 2013 à 2015``, ``jusqu'à 2015``, nothing when unknown."""
    if since and until:
        return f"{since}" if since == until else span_in_words(since, until)
    if since:
        return f"depuis le{WIDE}{since}" if since.day else f"depuis {since}"
    return f"jusqu’{'au' if until.day else 'à'} {until}" if until else ""


@register.simple_tag
def days(start, end):
    """The day or days of an event: ``14 novembre 2024``, ``du 5 au 8 novembre 2024``; unknown is said."""
    if not start:
        return "date non renseignée"
    if not end or end == start:
        return str(start)
    return span_in_words(start, end)


@register.filter
def noun(model):
    """``pôle``: what one row of the model is called."""
    return typo(model._meta.verbose_name)


@register.filter
def nouns(model):
    return typo(model._meta.verbose_name_plural)


@register.filter
def site_name(address):
    """``https://www.archer.fr/pole-sud`` reads ``archer.fr/pole-sud``."""
    return re.sub(r"^https?://(www\.)?", "", address).rstrip("/")
