from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from ptce_hub.territories.levels import KINDS_BY_WORD
from ptce_hub.territories.models import Kind
from ptce_hub.territories.official_outlines import import_outlines
from ptce_hub.territories.rows import InvalidFolder

LEVELS = {word: kind for word, kind in KINDS_BY_WORD.items() if kind in (Kind.REGION, Kind.DEPARTMENT, Kind.EPCI)}


class Command(BaseCommand):
    help = "Remplace les contours dessinés par des contours officiels de régions, départements ou intercommunalités."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="GeoJSON, ou GeoJSON.gz : des entités avec code et name, en WGS 84")
        parser.add_argument("--level", choices=LEVELS, help="niveau des territoires (sans quoi on le déduit)")
        parser.add_argument(
            "--source", default="contours chargés par l’hébergeur", help="source et licence, écrites sous chaque carte"
        )

    def handle(self, *args, file, level, source, **options):
        if not file.is_file():
            raise CommandError(f"Le fichier {file} n'existe pas.")
        if not 0 < len(source.strip()) <= 300:
            raise CommandError("--source : écrivez de 1 à 300 caractères.")
        try:
            done = import_outlines(file, source.strip(), LEVELS.get(level))
        except InvalidFolder as error:
            raise CommandError(str(error)) from error
        self.stdout.write("Contours ajoutés : {added} ; changés : {changed} ; inchangés : {unchanged}.".format(**done))
