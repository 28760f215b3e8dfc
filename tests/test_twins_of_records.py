"""The twins of the real records: as many as the list counts, of the types that their schema says."""

import json
import random

import pytest
from django.urls import reverse

from ptce_hub.directory.files.exports import ATOM, CSV, JSON, SPREADSHEET, word_of
from ptce_hub.directory.files.feeds import LATEST
from ptce_hub.directory.models import Theme
from tests.nouns import each_noun
from tests.twins import body, features, rows, twin

pytestmark = pytest.mark.django_db


@each_noun
def test_every_twin_holds_what_the_list_counts_for_any_query(client, real_records, noun):
    pick = random.Random(noun.url_name)  # noqa: S311
    themes = list(Theme.objects.values_list("slug", flat=True))
    queries = ["", "?q=zzzz", "?territoire=region-28&portee=plus-large"]
    for _ in range(4):
        asked = {
            "q": pick.choice(["", "", "formation", "pôle", "bois"]),
            "theme": pick.choice(["", *themes]),
            "territoire": pick.choice(["", "region-28", "departement-26", "departement-75", "region-93"]),
        }
        queries.append("?" + "&".join(f"{name}={value}" for name, value in asked.items()))

    for query in queries:
        total = client.get(reverse(noun.url_name) + query).context["paginator"].count
        held = {
            "CSV": len(rows(client, noun, CSV, query)),
            "tableur": len(rows(client, noun, SPREADSHEET, query)),
            "GeoJSON": len(features(client, noun, query)["features"]),
            "JSON": json.loads(body(twin(client, noun, JSON, query)))["total"],
        }
        assert held == dict.fromkeys(held, total), query
        assert body(twin(client, noun, ATOM, query)).count(b"<entry>") == min(total, LATEST)


@each_noun
def test_every_value_is_of_the_type_that_the_schema_says(client, real_records, noun):
    fields = {field["name"]: field for field in client.get(reverse("schema", args=[word_of(noun)])).json()["fields"]}
    readers = {"integer": int, "number": float, "boolean": ["true", "false"].index}
    for row in rows(client, noun):
        for name, cell in row.items():
            allowed = fields[name].get("constraints", {}).get("enum")
            assert not cell or not allowed or cell in allowed, (name, cell)
            if cell and fields[name]["type"] in readers:
                readers[fields[name]["type"]](cell)
