"""``./run manage send_waiting_mails``, each hour: the mails of contributions that could not leave at once."""

from django.core.management.base import BaseCommand

from ptce_hub.contributions.models import Message, Proposal
from ptce_hub.contributions.relay import hand_over
from ptce_hub.contributions.sending import LINK, send_decision, send_link, waiting

#: What follows the confirmation, by kind.
ANSWERS = {Proposal: send_decision, Message: hand_over}


class Command(BaseCommand):
    help = "Envoie les courriers (confirmations, décisions, messages transmis) que le serveur n'avait pas pris."

    def handle(self, **options):
        left = [
            send_link(row) if row.mail_due == LINK else answer(row)
            for model, answer in ANSWERS.items()
            for row in waiting(model)
        ]
        self.stdout.write(f"Courriers en attente : {sum(left)} envoyés, {len(left) - sum(left)} attendent encore.")
