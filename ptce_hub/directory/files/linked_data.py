"""What search engines read of a page: JSON-LD in the words of schema.org."""

import json

from django.conf import settings
from django.urls import reverse

from ptce_hub.directory.files.exports import formats_of, twin_name
from ptce_hub.directory.maps.positions import EXACT, position
from ptce_hub.territories.models import Kind

UNSAFE = {character: f"\\u{ord(character):04X}" for character in "<>&"}
MOST = 50  # of the rows tied to a record; the page and the files have them all


def script(*things):
    """The text of a data block: nothing in it can close its element."""
    text = json.dumps({"@context": "https://schema.org", "@graph": things}, ensure_ascii=False)
    for character, written in UNSAFE.items():  # a hundred times faster than str.translate
        text = text.replace(character, written)
    return text


def trail(base, *steps):
    """The way from the home page: names and paths."""
    items = [("Accueil", "/"), *steps]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": rank, "name": name, "item": base + path}
            for rank, (name, path) in enumerate(items, start=1)
        ],
    }


def record(noun, entry, base):
    page = base + entry.get_absolute_url()
    facts = {
        "@id": page,
        "name": entry.name,
        "url": page,
        "alternateName": entry.alternative_names,
        "description": entry.summary,
        "sameAs": entry.website,
        "keywords": [theme.label for theme in read(entry, "themes")],
        **where(entry),
        **noun.columns.linked(entry, base),
    }
    return {name: value for name, value in facts.items() if value not in (None, "", [], {})}


def read(entry, accessor):
    """The tied rows that the page has read, as the public may see them; none rather than a query that may see more."""
    return list(getattr(entry, "_prefetched_objects_cache", {}).get(accessor, ()))[:MOST]


def named(entries, base, kind="Organization"):
    """Those of the ``entries`` that are public, by name and page."""
    return [
        {"@type": kind, "name": entry.name, "url": base + entry.get_absolute_url()}
        for entry in entries
        if entry and entry.is_published
    ]


def iso(date):
    return date and date.iso


def where(entry):
    """The address when a commune is known, the point when it is the record's own, else the area."""
    place = entry.territory
    if place is None:
        return {}
    if place.kind != Kind.COMMUNE:
        return {"areaServed": {"@type": "AdministrativeArea", "name": place.name}}
    address = {"@type": "PostalAddress", "addressLocality": place.name, "addressCountry": "FR"}
    if place.region:
        address["addressRegion"] = place.region.name
    here = {"@type": "Place", "name": place.name, "address": address}
    point = position(entry)
    if point and point.precision == EXACT:
        here["geo"] = {"@type": "GeoCoordinates", "latitude": point.latitude, "longitude": point.longitude}
    return {"location": here}


#: What schema.org calls a territory; ours that nest in nothing are no administration's.
KINDS_OF_PLACE = {Kind.COUNTRY: "Country", Kind.AREA: "Place"}


def territory(place, holders, base):
    """A territory; ``holders`` are those that it lies in, the widest first."""
    page = base + place.get_absolute_url()
    facts = {
        "@type": KINDS_OF_PLACE.get(place.kind, "AdministrativeArea"),
        "@id": page,
        "name": place.name,
        "url": page,
        "identifier": place.code if place.kind != Kind.AREA else None,
        "containedInPlace": [
            {"@type": "AdministrativeArea", "name": holder.name, "url": base + holder.get_absolute_url()}
            for holder in holders
        ],
    }
    if place.latitude is not None and not place.approximate:
        facts["geo"] = {"@type": "GeoCoordinates", "latitude": place.latitude, "longitude": place.longitude}
    return {name: value for name, value in facts.items() if value not in (None, [])}


def dataset(noun, base):
    page = base + reverse(noun.url_name)
    return {
        "@type": "Dataset",
        "@id": f"{page}#donnees",
        "name": f"{noun.title} – PTCE Hub",
        "description": f"{noun.lead} Une ligne par fiche publiée, avec ses sources et sa date de vérification.",
        "url": page,
        "license": settings.DATA_LICENCE_URL,
        "inLanguage": "fr",
        "isAccessibleForFree": True,
        "spatialCoverage": "France",
        "creator": {"@type": "Organization", "name": settings.PUBLISHER_NAME or "PTCE Hub", "url": f"{base}/"},
        "distribution": [
            {
                "@type": "DataDownload",
                "name": form.label,
                "encodingFormat": form.media_type,
                "contentUrl": base + reverse(twin_name(noun, form)),
            }
            for form in formats_of(noun)
        ],
    }
