"""What a narrowed list is called: « Événements (Territoire : Normandie) »."""

from ptce_hub.directory.listing.browsing import Address, Browsing


def filters_said(asked, query, path=""):
    """Each filter of the address in words; the filters are right."""
    return [pill.label for pill in Browsing(asked, Address(path, query, asked.filters), 0).pills()]


def named(title, filters):
    return f"{title} ({', '.join(filters)})" if filters else title
