"""``./run manage declare_measures``: weigh every public page, and keep the heaviest for the ecodesign page to show."""

import json

from django.core.management import BaseCommand
from django.test import override_settings
from django.utils import timezone

from ptce_hub.site.management.commands.measure_pages import AS_IN_PRODUCTION
from ptce_hub.site.measuring.cost import Server
from ptce_hub.site.measuring.pages import public_pages
from ptce_hub.site.measuring.weight import weigh
from ptce_hub.site.nouns import NOUNS
from ptce_hub.site.owed import MEASURES

KEPT = 12  # pages


class Command(BaseCommand):
    help = "Pèse les pages publiques sur les fiches de cette base, et garde ce que montre la page Écoconception."

    def handle(self, **options):
        with override_settings(**AS_IN_PRODUCTION):
            site = Server()
            pages = [figures(page.address, site) for page in public_pages(site) if page.status == 200]
        kept = {
            "measured_on": timezone.localdate().isoformat(),
            "records": sum(noun.model.objects.published().count() for noun in NOUNS),
            "weighed": len(pages),
            "pages": sorted(pages, key=lambda page: (page["ecoindex"], page["address"]))[:KEPT],
        }
        MEASURES.parent.mkdir(exist_ok=True)
        MEASURES.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n")
        self.stdout.write(f"{len(pages)} pages pesées ; EcoIndex de la plus lourde : {kept['pages'][0]['ecoindex']}.")


def figures(address, site):
    weight = weigh(address, site)
    return {
        "address": address,
        "nodes": weight.nodes,
        "requests": weight.requests,
        "kilobytes": round(weight.compressed / 1000, 1),
        "ecoindex": round(weight.ecoindex),
        "grade": weight.grade,
    }
