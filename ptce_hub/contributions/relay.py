"""Writing to a pole or a structure through the site: the address of who answers for it is never shown.

It is in no page, no log and no mail but the one that it receives. Whoever writes confirms by mail first; their own
address goes with their message, so that they can be answered.
"""

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import TemplateView

from poles.models import Exchange
from ptce_hub.contributions.guarding import Guarded
from ptce_hub.contributions.links import fingerprint
from ptce_hub.contributions.models import Message, Referent
from ptce_hub.contributions.pages import GONE, WRONG, RecordPage
from ptce_hub.contributions.sending import ANSWER, LINK, leave, send_link
from ptce_hub.directory.mailing import site_address


def address_for(record):
    """The private mail address of who answers for a published record; empty when there is none."""
    contact = contact_of(record)
    return contact.email if contact else ""


def contact_of(record):
    """Who agreed to take messages about a record; None when nobody did. An exchange whose own contact is not known is
    answered for by that of its publisher.
    """
    noun = ContentType.objects.get_for_model(record)
    referent = Referent.objects.filter(content_type=noun, object_id=record.pk).first()
    if referent is None and isinstance(record, Exchange) and record.publisher_shown:
        return contact_of(record.publisher_shown)
    return referent if referent and referent.is_active and referent.takes_messages else None


def hand_over(message):
    """Whether the message left for the record's address; its words are then forgotten here."""
    record = message.record
    to = address_for(record) if record and record.is_published else ""
    if not to:
        return False
    page = site_address(record.get_absolute_url())
    gone = leave(message, ANSWER, to, "contributions/message", reply_to=[message.mail], page=page)
    if gone:
        Message.objects.filter(pk=message.pk).update(sent_at=timezone.now(), words="", name="")
    return gone


class MessageForm(Guarded):
    name = forms.CharField(label="Votre nom", max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    words = forms.CharField(label="Votre message", max_length=4000, widget=forms.Textarea(attrs={"rows": 8}))

    field_order = ["words", "name", "mail"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["mail"].help_text = (
            "Elle reçoit un lien à ouvrir pour confirmer. Elle est donnée, avec votre message, à la personne qui le "
            "reçoit, pour qu’elle puisse vous répondre ; jamais publiée."
        )


class Write(RecordPage):
    """« Écrire », where somebody answers for the record; a plain sentence where nobody does."""

    act = "ecrire"
    form_class = MessageForm
    template_name = "contributions/write.html"

    def post(self, request, *args, **kwargs):
        if not address_for(self.record):
            return self.render_to_response(self.get_context_data(), status=WRONG)
        return super().post(request, *args, **kwargs)

    def keep(self, form):
        said = form.cleaned_data
        message = Message(
            content_type=self.noun.content_type,
            object_id=self.record.pk,
            label=self.record.name,
            mail=said["mail"],
            name=said["name"],
            words=said["words"],
            mail_due=LINK,
        )
        message.full_clean()
        message.save()
        send_link(message)

    def get_context_data(self, **kwargs):
        return super().get_context_data(reachable=bool(address_for(self.record)), **kwargs)


@method_decorator([csrf_exempt, never_cache], name="dispatch")
class Confirm(TemplateView):
    """The link that its author received: one click sends the message, once."""

    template_name = "contributions/message.html"

    def dispatch(self, request, *args, **kwargs):
        self.message = Message.objects.filter(secret_hash=fingerprint(kwargs["secret"])).first()
        if self.message is None:
            raise Http404("Ce lien n’est pas, ou n’est plus, celui d’un message.")
        response = super().dispatch(request, *args, **kwargs)
        response["Referrer-Policy"] = "no-referrer"
        return response

    def get(self, request, *args, **kwargs):
        return self.render_to_response(self.get_context_data(), status=GONE if self.message.is_too_old else 200)

    def post(self, request, *args, **kwargs):
        waiting = Message.objects.filter(pk=self.message.pk, confirmed_at=None)
        now = timezone.now()
        if not self.message.is_too_old and waiting.update(confirmed_at=now, mail_due=ANSWER):
            hand_over(self.message)
        return redirect(request.path)

    def get_context_data(self, **kwargs):
        return super().get_context_data(message=self.message, **kwargs)
