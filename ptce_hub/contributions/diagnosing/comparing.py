"""One reading of a record, or two side by side: two dates, or two voices."""

from poles.diagnosing.reading import gaps_between
from poles.diagnosing.showing import shown
from ptce_hub.contributions.diagnosing.keeping import reading_of, whole_grid
from ptce_hub.directory.fields.dates import PartialDate


def chosen(diagnoses, query):
    """Context to show those that the query names: ``a``, the first one when it names none, and ``b`` beside it.

    ``ValueError``, with the sentence to show, for one that is not among ``diagnoses``, and for two versions of the
    grid.
    """
    diagnoses = list(diagnoses)
    context = {"diagnoses": [(one, told(one)) for one in diagnoses]}
    first, second = named(diagnoses, query.get("a")), named(diagnoses, query.get("b"))
    if not diagnoses:
        return context
    first = first or diagnoses[0]
    if second is None or second == first:
        return context | {"first": first} | shown(reading_of(first))
    if first.grid_id != second.grid_id:
        raise ValueError(
            f"Ces deux lectures se sont faites sur deux versions de la grille ({first.grid.version} et "
            f"{second.grid.version}) : leurs réponses ne se comparent pas. Choisissez-en deux de la même version."
        )
    grid = whole_grid(first)
    readings = [reading_of(one, grid) for one in (first, second)]
    return context | {
        "first": first,
        "second": second,
        "voices": [told(first), told(second)],
        "gaps": gaps_between(*readings),
        **shown(*readings),
    }


def named(diagnoses, key):
    if not key:
        return None
    found = [one for one in diagnoses if str(one.pk) == key]
    if not found:
        raise ValueError(
            "Cette lecture n’est pas, ou n’est plus, parmi celles de cette fiche : choisissez-en une autre."
        )
    return found[0]


def told(diagnosis):
    """Which one it is, in words: ``par soi-même, le 3 mai 2026``."""
    if diagnosis.finished_on:
        return f"{diagnosis.voice}, le {PartialDate.of(diagnosis.finished_on)}"
    return f"{diagnosis.voice}, en cours"
