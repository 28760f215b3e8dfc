from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from ptce_hub.territories.official_points import import_points
from ptce_hub.territories.rows import InvalidFolder


class Command(BaseCommand):
    help = "Place les communes aux points d'un fichier officiel ; ils restent quand les territoires sont rechargés."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="CSV, ou CSV.gz : colonnes code (Insee), lat et lon, en WGS 84")
        parser.add_argument("--skip-unknown", action="store_true", help="passe les codes qu'aucune commune n'a")
        parser.add_argument(
            "--source", default="points chargés par l’hébergeur", help="source et licence, écrites sous chaque carte"
        )

    def handle(self, *args, file, skip_unknown, source, **options):
        if not file.is_file():
            raise CommandError(f"Le fichier {file} n'existe pas.")
        if not 0 < len(source.strip()) <= 300:
            raise CommandError("--source : écrivez de 1 à 300 caractères.")
        try:
            done = import_points(file, source.strip(), skip_unknown)
        except InvalidFolder as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            "Communes déplacées : {moved} ; inchangées : {unchanged} ; codes passés : {skipped}.".format(**done)
        )
