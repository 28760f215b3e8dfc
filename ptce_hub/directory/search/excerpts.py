"""Why a record answers: the words asked for, marked where they stand."""

import unicodedata

from django.urls import get_script_prefix
from django.utils.html import escape
from django.utils.safestring import mark_safe

from ptce_hub.directory.search.words import COMPOUND, WORD, in_one_word, tokens_of
from ptce_hub.directory.templatetags.french import typo

BEFORE, LENGTH = 60, 180  # characters kept before the first word found, and in all
MOST_LINES = 2


def marked(text, question):
    """The text with French spacing, the words that answer in ``<mark>``."""
    text = unicodedata.normalize("NFC", typo(text))
    html, end = [], 0
    for found in sorted(answering(text, question), key=lambda found: found.span()):
        if found.start() >= end:
            html += [escape(text[end : found.start()]), f"<mark>{escape(found[0])}</mark>"]
            end = found.end()
    return mark_safe("".join([*html, escape(text[end:])]))


def answering(text, question):
    """The words, and the compounds written as one word, that the question asks for."""
    yield from (found for found in COMPOUND.finditer(text) if question.fits(in_one_word(found[0])))
    yield from (found for found in WORD.finditer(text) if question.fits(found[0]))


class Hit:
    """A record found, as a list of answers shows it."""

    def __init__(self, entry, question):
        self.entry, self.question = entry, question

    @property
    def address(self):
        return get_script_prefix() + self.entry.path

    @property
    def name(self):
        return marked(self.entry.name, self.question)

    @property
    def where(self):
        return marked(self.entry.where, self.question)

    @property
    def excerpts(self):
        """The lines that answer what neither the name nor the place does."""
        missing = [term for term in self.question.terms if not self.is_seen(term)]
        chosen = []
        for line in self.entry.text.splitlines():
            answered = [term for term in missing if fitting(line, term)]
            if answered and len(chosen) < MOST_LINES:
                chosen.append(marked(cut(line, answered), self.question))
                missing = [term for term in missing if term not in answered]
        return chosen

    def is_seen(self, term):
        return fitting(self.entry.name, term) or fitting(self.entry.where, term)


def fitting(text, term):
    """Where in ``text`` the term is first answered, None when it is not."""
    return next((found for found in WORD.finditer(text) if term.fits(tokens_of(found[0]))), None)


def cut(line, terms):
    """The part of a long line around the first of ``terms``, between whole words."""
    start = min(fitting(line, term).start() for term in terms)
    if len(line) <= LENGTH:
        return line
    label, colon, _ = line.partition(" : ")
    first = line.rfind(" ", 0, start - BEFORE) + 1 if start > BEFORE else 0
    last = line.rfind(" ", 0, first + LENGTH) if first + LENGTH < len(line) else len(line)
    shown = f"{'…' if first else ''}{line[first:last]}{'…' if last < len(line) else ''}"
    return f"{label} : {shown}" if colon and first > len(label) and len(label) < 20 else shown
