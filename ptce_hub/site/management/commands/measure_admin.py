"""What the pages of the admin cost on a full directory: queries and CPU time, against the bars they must clear."""

import statistics
import time

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, CommandError
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ptce_hub.accounts.models import Role
from ptce_hub.directory.models import Entry
from ptce_hub.directory.staff.desk import staff_address
from ptce_hub.site.generating import generate
from ptce_hub.site.measuring.database import temporary_database
from ptce_hub.territories.importing import load
from ptce_hub.territories.models import Kind, Territory
from ptce_hub.territories.planning import tell_how_tables_are_filled

MOST_QUERIES = 12
MOST_MILLISECONDS = 300
LARGE = ["structure", "pole", "cooperation", "event", "membership", "participation", "territory"]
CHOICES = [("poles", "membership", "structure"), ("poles", "membership", "pole"), ("poles", "pole", "territory")]
REGION = "84"  # the one with most communes
WORDS = "essai 00042"
HERE = {
    "ALLOWED_HOSTS": ["testserver"],
    "STORAGES": {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    },
}


class Command(BaseCommand):
    help = "Mesure l'administration sur une base d'essai, créée pour cela puis détruite."

    def add_arguments(self, parser):
        parser.add_argument("--rows", type=int, default=20_000, help="fiches de chaque sorte (20000 par défaut)")
        parser.add_argument("--runs", type=int, default=7, help="mesures de chaque page (7 par défaut)")

    def handle(self, rows, runs, **options):
        with temporary_database(), override_settings(**HERE):
            load()
            generate(rows, say=self.stdout.write)
            tell_how_tables_are_filled()
            everyone = get_user_model().objects
            administrator = everyone.create_superuser("mesure@exemple.fr", "x")
            moderator = everyone.create_user("region@exemple.fr", "x", role=Role.MODERATOR)
            moderator.territories.set(Territory.objects.filter(kind=Kind.REGION, code=REGION))
            slow = self.slow(administrator, pages(), runs) + self.slow(moderator, pages_of_region(), runs)
        if slow:
            raise CommandError(f"Trop coûteux : {', '.join(slow)}.")
        self.stdout.write(
            f"Toutes les pages tiennent : {MOST_QUERIES} requêtes, {MOST_MILLISECONDS} ms de calcul au plus."
        )

    def slow(self, user, asked, runs):
        """The titles of the pages that, read by ``user``, do not clear the bars."""
        client = Client()
        TOTP.activate(user, generate_totp_secret())
        client.force_login(user)
        return [title for title, *page in asked if not self.measure(client, title, *page, runs)]

    def measure(self, client, title, address, data, runs):
        """Print what the page costs; whether it clears the bars."""
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address, data, secure=True)
        if response.status_code != 200:
            raise CommandError(f"{title} : réponse {response.status_code}.")
        count = len(queries)  # now: the next request empties the log
        times = [cpu_milliseconds(client, address, data) for _ in range(runs)]
        median = statistics.median(times)
        self.stdout.write(
            f"{title:<42} {count:>3} requêtes  {median:>6.0f} ms (au mieux {min(times):.0f})  {shown(response)}"
        )
        # A form asks for each inline, a desk for each noun: as many whatever the rows. The counts of choices are asked
        # for by a click, and read every row.
        few = count <= MOST_QUERIES or not title.startswith("liste")
        return few and (median <= MOST_MILLISECONDS or "_facets" in data)


def pages():
    """Title, address and query of what to measure: the desk, every list and form, then what looks among many rows."""
    yield from first_pages()
    for model in admin.site._registry:
        if model._meta.model_name in LARGE and (row := model.objects.order_by("-pk").first()):
            yield f"formulaire : {model._meta.verbose_name}", staff_address(model, "change", row.pk), {}
            yield f"historique : {model._meta.verbose_name}", staff_address(model, "history", row.pk), {}
    for model in admin.site._registry:
        yield f"liste : {model._meta.verbose_name_plural}", address_of(model), {}
    for model in admin.site._registry:
        if model._meta.model_name in LARGE:
            yield f"recherche : {model._meta.verbose_name_plural}", address_of(model), {"q": WORDS}
            yield f"tri : {model._meta.verbose_name_plural}", address_of(model), {"o": "1"}
        if issubclass(model, Entry) and model._meta.model_name in LARGE:
            yield f"région : {model._meta.verbose_name_plural}", address_of(model), {"region": REGION}
            yield f"nombres : {model._meta.verbose_name_plural}", address_of(model), {"_facets": "True"}
    for app_label, model_name, field_name in CHOICES:
        query = {"app_label": app_label, "model_name": model_name, "field_name": field_name, "term": WORDS}
        yield f"choix : {model_name}.{field_name}", reverse("admin:autocomplete"), query


def first_pages():
    yield "bureau", reverse("admin:index"), {}
    yield "cohérence", reverse("admin:coherence"), {}


def pages_of_region():
    """What a moderator of one region opens, and must not pay for the whole country."""
    for title, *page in first_pages():
        yield f"région, {title}", *page
    for model in admin.site._registry:
        if issubclass(model, Entry) and model._meta.model_name in LARGE:
            yield f"région, liste : {model._meta.verbose_name_plural}", address_of(model), {}
            yield f"région, les siennes : {model._meta.verbose_name_plural}", address_of(model), {"miennes": "1"}


def address_of(model):
    return staff_address(model, "changelist")


def cpu_milliseconds(client, address, data):
    start = time.process_time()
    client.get(address, data, secure=True)
    return 1000 * (time.process_time() - start)


def shown(response):
    """The rows of a list: those shown among all; nothing for the answer of a choice."""
    context = getattr(response, "context_data", None) or {}
    return f"{len(context['cl'].result_list)} sur {context['cl'].result_count}" if "cl" in context else ""
