"""What search engines read of an edition, in the words of schema.org."""

from django.utils.safestring import mark_safe

from events.editions.addresses import page_of_edition
from ptce_hub.directory.files.linked_data import script, territory, trail


def edition_data(edition, place, base):
    path = page_of_edition(edition, place)
    facts = {
        "@type": "EventSeries",
        "@id": base + path,
        "name": f"{edition}, {place}" if place else str(edition),
        "url": base + path,
        "startDate": edition.opens and edition.opens.isoformat(),
        "endDate": edition.closes and edition.closes.isoformat(),
        "description": edition.text,
        "location": territory(place, [], base) if place else {"@type": "Country", "name": "France"},
    }
    if place:
        facts["superEvent"] = {"@type": "EventSeries", "name": str(edition), "url": base + page_of_edition(edition)}
    steps = [("Mois de l’ESS", "/mois-ess/"), (str(edition.year), page_of_edition(edition))]
    if place:
        steps.append((place.name, path))
    return mark_safe(script({name: value for name, value in facts.items() if value}, trail(base, *steps)))
