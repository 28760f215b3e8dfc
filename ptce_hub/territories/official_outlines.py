"""Official outlines that a host has: read, checked whole, then drawn in place of the shipped ones."""

import gzip
import json

from django.db import transaction

from .models import Kind, Outline, Territory
from .names import fold
from .outlines import draw
from .rows import Problems

#: Degrees by which the territory's own point may stand outside the box of its outline.
TOLERANCE = 0.5
#: Decimals of a degree kept of an outline: about a hundred metres, as fine as any map here shows.
DECIMALS = 3
BATCH = 500


def import_outlines(path, source, kind=None):
    """How many outlines were ``added``, ``changed``, ``unchanged``; ``InvalidFolder`` changes nothing."""
    problems = Problems()
    features = read_features(path, problems)
    problems.stop_if_any()
    kind = kind or kind_of(features, path, problems)
    problems.stop_if_any()
    known = {each.code: each for each in Territory.objects.filter(kind=kind)}
    outlines = {}
    for rank, feature in enumerate(features, 1):
        place = f"{path.name}, entité {rank}"
        territory = known.get(str(code_of(feature)))
        if territory is None:
            mend = f"aucun territoire de niveau « {Kind(kind).label} » n'a ce code ; corrigez-le."
            problems.add(place, None, "properties.code", code_of(feature), mend)
        elif territory.pk in outlines:
            problems.add(place, None, "properties.code", territory.code, "déjà plus haut ; gardez une seule entité.")
        elif geometry := checked(feature.get("geometry"), territory, place, problems):
            outlines[territory.pk] = Outline(
                territory=territory, geometry=json.dumps(geometry), path=draw(geometry), source=source
            )
    problems.stop_if_any()
    return keep(outlines)


def read_features(path, problems):
    try:
        opener = gzip.open if path.suffix == ".gz" else open
        with opener(path, "rt", encoding="utf-8-sig") as stream:
            content = json.load(stream)
    except (OSError, EOFError, ValueError, RecursionError) as error:
        problems.add(path.name, None, None, None, f"ce n'est pas un fichier JSON lisible ({error}).")
        return []
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list) or not features or not all(isinstance(each, dict) for each in features):
        problems.add(path.name, None, None, None, "attendu : une FeatureCollection de GeoJSON, avec des entités.")
        return []
    return features


def code_of(feature):
    properties = feature.get("properties")
    return properties.get("code", "") if isinstance(properties, dict) else ""


def kind_of(features, path, problems):
    """The level whose codes and names are those of the features: ``01`` is Ain as well as Guadeloupe."""
    given = {(str(code_of(each)), fold(str((each.get("properties") or {}).get("name", "")))) for each in features}
    found = {}
    for kind in (Kind.REGION, Kind.DEPARTMENT, Kind.EPCI):
        known = dict(Territory.objects.filter(kind=kind).values_list("code", "key"))
        found[kind] = sum(known.get(code) == name or (code in known and kind == Kind.EPCI) for code, name in given)
    best = max(found, key=found.get)
    if 2 * found[best] <= len(features):
        mend = "ni les régions, ni les départements, ni les intercommunalités n'ont ces codes et ces noms ; "
        problems.add(path.name, None, "properties.code", code_of(features[0]), mend + "dites le niveau avec --level.")
    return best


def checked(geometry, territory, place, problems):
    """The geometry, rounded, or None once what is wrong is noted."""
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        problems.add(place, None, "geometry.type", kind, "attendu : Polygon ou MultiPolygon.")
        return None
    coordinates = geometry.get("coordinates")
    try:
        polygons = [coordinates] if kind == "Polygon" else coordinates
        rounded = [[whole_ring(ring) for ring in polygon] for polygon in polygons]
    except (TypeError, ValueError, IndexError, KeyError) as error:
        problems.add(
            place, None, "geometry.coordinates", error, "attendu : des anneaux fermés de [longitude, latitude]."
        )
        return None
    rounded = [[ring for ring in polygon if len(ring) >= 4] for polygon in rounded if polygon and len(polygon[0]) >= 4]
    if not rounded:
        problems.add(place, None, "geometry.coordinates", "", "ce contour n'a pas de surface.")
        return None
    if is_far(rounded, territory):
        mend = f"loin de {territory} ; la latitude et la longitude sont-elles inversées, le code est-il le bon ?"
        problems.add(place, None, "geometry.coordinates", rounded[0][0][0], mend)
        return None
    return {"type": "MultiPolygon", "coordinates": rounded}


def whole_ring(ring):
    """The ring to a thousandth of a degree, without the points that then repeat; ``ValueError`` unless it is one."""
    if len(ring) < 4 or ring[0] != ring[-1]:
        raise ValueError("anneau ouvert ou de moins de quatre points")
    points = []
    for longitude, latitude, *_ in ring:
        if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
            raise ValueError(f"[{longitude}, {latitude}]")
        point = [round(longitude, DECIMALS), round(latitude, DECIMALS)]
        if not points or point != points[-1]:
            points.append(point)
    return points


def is_far(polygons, territory):
    """Whether the territory's own point lies well outside the box of the polygons."""
    if territory.latitude is None:
        return False
    longitudes, latitudes = zip(*(point for polygon in polygons for point in polygon[0]), strict=True)
    return not (
        min(longitudes) - TOLERANCE <= territory.longitude <= max(longitudes) + TOLERANCE
        and min(latitudes) - TOLERANCE <= territory.latitude <= max(latitudes) + TOLERANCE
    )


def keep(outlines):
    """Writes what differs, in one transaction."""
    fields = ("geometry", "path", "source")
    with transaction.atomic():
        standing = {each.territory_id: each for each in Outline.objects.filter(territory__in=outlines)}
        added = [each for pk, each in outlines.items() if pk not in standing]
        changed = [
            each
            for pk, each in outlines.items()
            if pk in standing and any(getattr(each, name) != getattr(standing[pk], name) for name in fields)
        ]
        Outline.objects.bulk_create(
            added + changed,
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["territory"],
            update_fields=fields,
        )
    return {"added": len(added), "changed": len(changed), "unchanged": len(outlines) - len(added) - len(changed)}
