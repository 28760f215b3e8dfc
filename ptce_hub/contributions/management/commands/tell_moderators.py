"""``./run manage tell_moderators``, once a day: what is new in their queue; says numbers only."""

from collections import Counter

from django.core.management.base import BaseCommand
from django.utils import timezone

from ptce_hub.contributions.telling import tell_all


class Command(BaseCommand):
    help = (
        "Annonce aux modérateurs, dans leur territoire, les propositions nouvelles. À lancer chaque jour ; relancée, "
        "la commande n'envoie pas deux fois le même courrier."
    )

    def handle(self, **options):
        report = Counter()
        try:
            tell_all(timezone.localdate(), report)
        finally:
            words = ", ".join(f"{number} {what}" for what, number in report.items())
            self.stdout.write(f"Courriers aux modérateurs : {words or 'rien de neuf'}.")
