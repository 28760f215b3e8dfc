"""The outlines of the departments, for the map that moves."""

import hashlib
import json
from functools import cache

from django.http import HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import condition, require_safe

from .geography import DATA
from .models import Kind
from .outlines import Outline


@cache
def shipped():
    return json.loads((DATA / "departments.geojson").read_text(encoding="utf-8"))


def loaded():
    rows = Outline.objects.filter(territory__kind=Kind.DEPARTMENT).order_by("territory__code")
    return rows.values_list("territory__code", "geometry")


def etag(request):
    """Of what the host loaded, and of what is shipped."""
    total = hashlib.sha256(str(len(shipped()["features"])).encode())
    for code, geometry in loaded():
        total.update(f"{code} {geometry}".encode())
    return f'"{total.hexdigest()[:32]}"'


@require_safe
@gzip_page
@cache_control(public=True, max_age=86_400)
@condition(etag_func=etag)
def outlines(request):
    """A FeatureCollection in GeoJSON, a day in caches."""
    official = {code: json.loads(geometry) for code, geometry in loaded()}
    features = [
        {
            "type": "Feature",
            "properties": {"code": feature["properties"]["code"], "name": feature["properties"]["name"]},
            "geometry": official.get(feature["properties"]["code"], feature["geometry"]),
        }
        for feature in shipped()["features"]
    ]
    content = json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":"), ensure_ascii=False)
    return HttpResponse(content, content_type="application/geo+json")
