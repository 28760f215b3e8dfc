"""``./run manage personal_data export|erase|purge``: what is held about a person, and how it is forgotten."""

import json

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from ptce_hub.directory.personal_data import erase, export, purge


class Command(BaseCommand):
    help = "Les données personnelles : réponse à une demande d'accès, effacement, durées de conservation."

    def add_arguments(self, parser):
        acts = parser.add_subparsers(dest="act", required=True)
        for act, words in (
            ("export", "écrit en JSON tout ce qui est gardé au sujet d'une adresse électronique"),
            ("erase", "efface cette adresse partout, historique compris ; les fiches restent"),
        ):
            acts.add_parser(act, help=words).add_argument("address", metavar="ADRESSE")
        acts.add_parser("purge", help="efface ce qui a été gardé assez longtemps ; à lancer chaque jour")

    def handle(self, *, act, address="", **options):
        if act == "purge":
            return self.say("Durées dépassées", purge())
        address = address.strip()
        try:
            validate_email(address)
        except ValidationError:
            raise CommandError("Donnez une adresse électronique entière : nom@exemple.fr") from None
        if act == "export":
            return self.stdout.write(json.dumps(export(address), ensure_ascii=False, indent=2))
        return self.say("Effacé", erase(address))

    def say(self, title, counts):
        """Numbers only: what a command writes ends in a log."""
        words = ", ".join(f"{number} {label}" for label, number in counts.items() if number)
        self.stdout.write(f"{title} : {words or 'rien'}.")
