"""A page as a reader sees it, and what a list holds."""

import re
from html import unescape


def text_of(response):
    """The words of the page, without its tags, written as ``plain`` does."""
    return plain(unescape(re.sub(r"<[^>]+>", " ", response.text)))


def plain(words):
    """With plain spaces and curly apostrophes only, so that what is typed and what is shown compare."""
    return re.sub(r"\s+", " ", words.replace("'", "’"))


def names(response):
    """Of the records that a page of a list holds, in its order."""
    return [entry.name for entry in response.context["page_obj"]]
