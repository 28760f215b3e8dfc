"""The map of a list: another view of the same query, drawn by the server, then data for the one that moves."""

from django.http import JsonResponse

from ptce_hub.directory.listing.filters import Reach
from ptce_hub.directory.maps.drawing import draw_counts, draw_territory
from ptce_hub.directory.maps.places import counts, in_no, located, unplaced
from ptce_hub.territories.models import Kind, Territory

LIST, MAP, POINTS = "liste", "carte", "points"
#: The level counted on the map of a territory; smaller ones are drawn with their points.
LEVELS = {Kind.COUNTRY: Kind.REGION, Kind.REGION: Kind.DEPARTMENT, Kind.FORMER_REGION: Kind.DEPARTMENT}
MOST_POINTS = 1000
NAMED = 40  # entries of the frame listed beside the map that moves
UNPLACED = 12  # entries without a point listed beside the drawing; the list has them all
DECIMALS = 4  # of a degree: about ten metres


class Mistake(ValueError):
    """What is wrong with the box asked for, in French."""


def draw_list(asked, query):
    """The ``Drawing`` of a right query: counts by region, by department, or points in what is smaller."""
    territory = asked.territory
    here = not asked.is_bound or asked.form.cleaned_data.get("portee") in (None, "", Reach.HERE)
    level = LEVELS.get(territory.kind if territory else Kind.COUNTRY)
    if not level or not here or (territory and territory.zone == "drom"):
        drawing = draw_territory(territory or Territory.objects.get(kind=Kind.COUNTRY), [asked.qs])
        entries = unplaced(asked.qs)
    else:
        within = territory if level == Kind.DEPARTMENT else None
        drawing = draw_counts(asked.qs, level, narrowed(query), within)
        entries = in_no(level, asked.qs)
    drawing.level = level if drawing.areas else ""
    drawing.unplaced_entries = entries.order_by(*entries.model._meta.ordering)[:UNPLACED] if drawing.unplaced else []
    return drawing


def narrowed(query):
    """Gives the address of the list of the same query for another territory."""

    def address(territory):
        other = query.copy()
        for name in ("vue", "page", "portee"):
            other.pop(name, None)
        other["territoire"] = territory.ref
        return f"?{other.urlencode()}"

    return address


# --- For the map that moves ---------------------------------------------------------------------------------------


def answer_points(asked, query):
    """In JSON, the counts by department; with ``emprise``, what stands in the box."""
    if not asked.is_right:
        return JsonResponse({"erreur": "Le filtre est à corriger."}, status=400)
    try:
        box = read_box(query.get("emprise"))
    except Mistake as mistake:
        return JsonResponse({"erreur": str(mistake)}, status=400)
    return compact(in_box(asked.qs, box) if box else by_department(asked.qs))


def read_box(text):
    """``(west, south, east, north)`` in degrees, None when nothing is asked."""
    if not text:
        return None
    try:
        west, south, east, north = (float(side) for side in text.split(","))
    except ValueError:
        raise Mistake("L’emprise (emprise) se dit ouest,sud,est,nord, en degrés : 0.1,48.2,0.9,48.9.") from None
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise Mistake("L’emprise (emprise) sort du globe, ou ses côtés ne sont pas dans l’ordre ouest,sud,est,nord.")
    return west, south, east, north


def by_department(entries):
    """``[name, latitude, longitude, count]`` of each department that holds some."""
    found, unplaced = counts(entries, Kind.DEPARTMENT)
    rows = Territory.objects.filter(pk__in=found).values_list("pk", "name", "latitude", "longitude").order_by("code")
    return {"total": entries.count(), "sans": unplaced, "departements": [[*row[1:], found[row[0]]] for row in rows]}


def in_box(entries, box):
    """How many stand in the box, ``[latitude, longitude, approximate, count]`` of each place, and the first names."""
    west, south, east, north = box
    there = located(entries).filter(lat__range=(south, north), lon__range=(west, east))
    rows = list(there.order_by("lat", "lon").values_list("lat", "lon", "rough")[: MOST_POINTS + 1])
    total = len(rows) if len(rows) <= MOST_POINTS else there.count()
    points = {}
    for latitude, longitude, rough in rows if total <= MOST_POINTS else []:
        key = (round(latitude, DECIMALS), round(longitude, DECIMALS), int(rough))
        points[key] = points.get(key, 0) + 1
    named = there.order_by(*entries.model._meta.ordering)[:NAMED]
    return {
        "total": total,
        "points": [[*key, count] for key, count in points.items()],
        "fiches": [[entry.name, entry.get_absolute_url()] for entry in named],
    }


def compact(content):
    response = JsonResponse(content, json_dumps_params={"separators": (",", ":"), "ensure_ascii": False})
    response["X-Robots-Tag"] = "noindex"
    return response
