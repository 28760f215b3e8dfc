"""What a pole or a cooperation publishes of its tests; and where its référent asks for the link to them."""

import logging

from django.shortcuts import redirect

from poles.models import Diagnosis
from ptce_hub.contributions.check_links import readings_path
from ptce_hub.contributions.diagnosing.comparing import chosen
from ptce_hub.contributions.guarding import Guarded
from ptce_hub.contributions.models import Referent
from ptce_hub.contributions.models.checks import LINK_LIFE
from ptce_hub.contributions.pages import RecordPage
from ptce_hub.directory.mailing import send, site_address

logger = logging.getLogger(__name__)


class AskLink(Guarded):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["mail"].help_text = "Celle du référent de la fiche. Elle n’est ni gardée ni publiée."


class RecordReadings(RecordPage):
    """The same answer to every address: who is a référent is nobody's business."""

    act = "grille"
    form_class = AskLink
    template_name = "contributions/diagnosing/record.html"

    def get(self, request, *args, **kwargs):
        published = Diagnosis.objects.shown().filter(**{self.noun.name: self.record})
        try:
            found, status = chosen(published, request.GET), 200
        except ValueError as error:
            found, status = {"mistake": str(error)}, 400
        asked = request.GET.get("envoye") == "1"
        return self.render_to_response(self.get_context_data(asked=asked, **found), status=status)

    def keep(self, form):
        asking = Referent.objects.filter(
            content_type=self.noun.content_type,
            object_id=self.record.pk,
            email__iexact=form.cleaned_data["mail"],
            is_active=True,
        )
        for referent in asking:
            try:
                link = site_address(readings_path(referent))
                send(referent.email, "contributions/readings", record=self.record, link=link, days=LINK_LIFE)
            except Exception as error:  # whatever a mail server may say; nothing personal in the log
                logger.error("Le courrier de %s n'est pas parti : %s", referent, type(error).__name__)

    def after(self):
        return redirect(f"{self.request.path}?envoye=1#recevoir")
