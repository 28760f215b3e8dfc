"""``./run manage tell_matches``, once a day: needs and what answers them; says numbers only."""

from collections import Counter

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from ptce_hub.contributions.asking import Interrupted
from ptce_hub.contributions.exchanging.announcing import forecast, tell_all, uncertain


class Command(BaseCommand):
    help = (
        "Annonce à qui publie un besoin ou un partage ce qui y répond, et sa fin prochaine. À lancer chaque jour ; "
        "coupée, la commande reprend sans envoyer deux fois le même courrier."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="dit ce qui partirait, sans rien envoyer")

    def handle(self, *, dry_run, **options):
        today, report = timezone.localdate(), Counter()
        if dry_run:
            return self.say(forecast(today))
        try:
            tell_all(today, report)
        except Interrupted:
            raise CommandError("Le serveur de courrier ne répond plus ; relancez la commande plus tard.") from None
        finally:
            report["réponses incertaines"] = uncertain().count()
            self.say(report)

    def say(self, report):
        words = ", ".join(f"{number} {what}" for what, number in report.items() if number)
        self.stdout.write(f"Courriers sur les besoins et partages : {words or 'rien à envoyer'}.")
