"""Whatever an address says, the site answers: with a page, a message or a 404, in bounded time, never with an error."""

from time import thread_time
from urllib.parse import quote, quote_from_bytes, urlencode

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ptce_hub.directory.models import Theme
from ptce_hub.directory.views import EntryList
from ptce_hub.site.measuring.pages import public_patterns, views
from ptce_hub.territories.models import Kind, Territory
from tests import factories as make

pytestmark = pytest.mark.django_db

ANSWERS = {200, 301, 302, 400, 404}
LONGEST = 3  # CPU seconds that one answer may take
ADDRESSES = [reverse(pattern.name) for pattern in public_patterns() if not pattern.pattern.converters]
RECORDS = ["/poles/pole-d-essai/", "/acteurs/inconnu/", "/territoires/commune/perche-en-noce/"]
FILTERS = {name for view in views(EntryList) for name in view.filterset_class.base_filters}
KEYS = sorted(FILTERS | {"page", "vue", "x"})
NASTY = [
    "", " ", "0", "-1", "9" * 40, "9" * 4000, "1e999", "nan", "True", "null", "2026-02-31", "99999-99", "region-28",
    "commune-61309", "region-", "departement-zz", "x" * 10_000, "é" * 10_000, "a " * 5_000, "\0", "a\0b", "\x1b[2J",
    "\r\nSet-Cookie: x=1", "\u202e", "\ufeff", "\uffff", "🏳️‍🌈", "%", "%00", "_", "*", '"', "'", "' OR 1=1 --", "\\",
    "<script>", "{{ 7|add:7 }}", "../../etc/passwd", "carte", "non-renseigne", "2010-2019", "-2,40,10,52", "1,2,3",
    "Saint-Denis%", "Normadie%s",
]  # fmt: skip
values = st.one_of(st.sampled_from(NASTY), st.text(max_size=60), st.integers().map(str), st.floats().map(str))
writable = values.map(lambda text: text.encode("utf-8", "replace").decode())
pairs = st.lists(st.tuples(st.one_of(st.sampled_from(KEYS), st.text(max_size=8)), writable), max_size=6)
relaxed = settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.fixture
def pole():
    theme = Theme.objects.create(slug="bois", label="Bois")
    noce = Territory.objects.get(kind=Kind.COMMUNE, code="61309")
    return make.PoleFactory(published=True, slug="pole-d-essai", territory=noce, themes=[theme])


def assert_answered(client, address):
    start = thread_time()
    response = client.get(address)
    response.getvalue()  # what is streamed is made now
    assert response.status_code in ANSWERS, address
    assert thread_time() - start < LONGEST, address


@relaxed
@given(st.sampled_from(ADDRESSES + RECORDS), pairs)
@example("/poles/", [("theme", "x")] * 1000)
@example("/poles/", [(key, "x" * 10_000) for key in KEYS])
def test_any_query_string_is_answered(client, pole, address, query):
    encoded = urlencode([(key.encode("utf-8", "replace"), value) for key, value in query])
    assert_answered(client, f"{address}?{encoded}")


@relaxed
@given(st.sampled_from(ADDRESSES + RECORDS), st.binary(max_size=60))
def test_what_is_not_even_text_is_answered(client, pole, address, raw):
    assert_answered(client, f"{address}?{quote_from_bytes(raw, safe='&=;?+')}")


@relaxed
@given(st.sampled_from(KEYS), writable)
def test_any_value_of_a_filter_is_answered_alike_by_a_list_and_its_twins(client, pole, key, value):
    """A wrong value is wrong everywhere: no twin gives everything where the list gives a message."""
    query = urlencode({key: value})
    statuses = {address: client.get(f"{address}?{query}").status_code for address in ("/poles/", "/poles.csv")}
    assert statuses["/poles.csv"] == statuses["/poles/"] or key in {"page", "vue", "facette"}


@relaxed
@given(st.lists(st.text(min_size=1, max_size=40), min_size=1, max_size=4))
def test_any_path_is_answered(client, db, words):
    path = "/".join(quote(word.encode("utf-8", "replace"), safe="") for word in words)
    assert_answered(client, f"/{path}/")
    assert_answered(client, f"/territoires/{path}")
