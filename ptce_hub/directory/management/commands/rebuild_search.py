from django.core.management import BaseCommand

from ptce_hub.directory.search.indexing import rebuild


class Command(BaseCommand):
    help = "Refait toute la recherche : après un nouveau millésime, un « loaddata », ou une écriture directe en base."

    def handle(self, **options):
        self.stdout.write(f"{rebuild()} fiches se cherchent.")
