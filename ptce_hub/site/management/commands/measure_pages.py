"""Each public template against its budget, on the site's data or on a test database made for the occasion."""

import contextlib
import logging
from statistics import median, quantiles

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.test import override_settings

from ptce_hub.site.measuring import budgets, samples
from ptce_hub.site.measuring.cost import Server, in_yardsticks
from ptce_hub.site.measuring.database import filled_database
from ptce_hub.site.measuring.pages import HOME, LIST, RECORD, SEARCH, public_pages
from ptce_hub.site.measuring.weight import weigh

AS_IN_PRODUCTION = {
    "ALLOWED_HOSTS": ["localhost"],
    "DEBUG": False,
    "WHITENOISE_AUTOREFRESH": False,
    "WHITENOISE_USE_FINDERS": False,
    "STATIC_ROOT": None,  # what pages load is weighed where it stands, collected or not
    "STORAGES": {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    },
}
ROUNDS = 5  # times that each address is timed


class Command(BaseCommand):
    help = "Mesure chaque gabarit public : nœuds, requêtes, octets, EcoIndex, requêtes SQL, temps de calcul."

    def add_arguments(self, parser):
        made = "sur une base d'essai, faite puis détruite : les fiches livrées, et ROWS autres de chaque sorte"
        parser.add_argument("--rows", type=int, help=made)
        parser.add_argument("--sample", type=int, default=150, help="adresses au hasard par sorte de page (150)")
        parser.add_argument("--check", action="store_true", help="échoue quand une page est trop lourde")
        parser.add_argument("--strict", action="store_true", help="échoue aussi quand un calcul passe sa borne")

    def handle(self, rows, sample, check, strict, **options):
        logging.getLogger("django.request").setLevel(logging.ERROR)  # 404 and 400 are asked for
        base = contextlib.nullcontext() if rows is None else filled_database(rows, self.stdout.write)
        with base, override_settings(**AS_IN_PRODUCTION):
            site = Server()
            heavy, slow = list(self.weights(site)), list(self.costs(site, sample))
        for words in [*heavy, *slow]:
            self.stdout.write(self.style.ERROR(words))
        if (check and heavy) or (strict and (heavy or slow)):
            raise CommandError(f"{len(heavy)} pages trop lourdes, {len(slow)} bornes de calcul dépassées.")

    def weights(self, site):
        """Print each page's figures; gives what is past its budget."""
        self.stdout.write(f"{'page':<60} nœuds  req.  ko bruts  ko gzip  EcoIndex   SQL")
        for page in public_pages(site):
            weight, queries = weigh(page.address, site), site.queries(page.address)
            self.stdout.write(
                f"{page.address[:60]:<60} {weight.nodes:>5} {weight.requests:>5} {weight.raw / 1000:>9.1f}"
                f" {weight.compressed / 1000:>8.1f} {weight.ecoindex:>7.1f} {weight.grade} {queries:>5}"
            )
            yield from (f"{page.address} : {words}." for words in budgets.excesses(weight))

    def costs(self, site, sample):
        """Print the CPU of random addresses; gives the bars that they miss."""
        asked = {
            HOME: ["/"],
            RECORD: samples.record_addresses(sample),
            LIST: samples.list_addresses(sample),
            SEARCH: samples.search_addresses(sample),
        }
        asked = {kind: addresses for kind, addresses in asked.items() if addresses}
        costs, unit = in_yardsticks(site, {address for some in asked.values() for address in some}, ROUNDS)
        self.stdout.write(f"\nCalcul, en pages étalon Y (ici {unit * 1000:.1f} ms)   médiane     p95   au pire")
        for kind, addresses in asked.items():
            found = sorted((costs[address], address) for address in addresses)
            middle, high = middle_and_high([cost for cost, _ in found])
            self.stdout.write(
                f"{kind:<12} {len(found):>4} adresses {middle:>27.2f} {high:>7.2f}   {found[-1][0]:.2f} {found[-1][1]}"
            )
            yield from (f"{kind} : {words}." for words in budgets.CPU[kind].missed(middle, high))
        fresh, _ = in_yardsticks(site, ["/"], ROUNDS, fresh=True)
        self.stdout.write(
            f"L’accueil, dont les comptes sont gardés une minute, coûte {fresh['/']:.2f} Y quand il les refait."
        )


def middle_and_high(costs):
    """The median and the 95th percentile."""
    return median(costs), quantiles(costs, n=20)[-1] if len(costs) > 1 else costs[0]
