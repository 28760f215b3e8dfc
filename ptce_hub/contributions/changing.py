"""What one proposed, changed by the secret link: as long as nobody decided, the proposal itself; then, a correction.

The link says who asks: no mail is to be confirmed again. An event that is published is changed by a moderator.
"""

from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from events.models import Event
from ptce_hub.contributions.forms import AdditionForm, CorrectionForm, record_form
from ptce_hub.contributions.links import fingerprint
from ptce_hub.contributions.models import Proposal
from ptce_hub.contributions.nouns import noun_of
from ptce_hub.contributions.pages import GuardedPage, Prefilled
from ptce_hub.contributions.several_dates import EventAdditionForm, as_kept, as_lines, events_made_by


class ChangedAddition(AdditionForm):
    mail = None


class ChangedEventAddition(EventAdditionForm):
    mail = None


class ChangeOfEvent(CorrectionForm):
    mail = None


def proposal_at(secret):
    proposal = Proposal.objects.filter(secret_hash=fingerprint(secret)).first()
    if proposal is None:
        raise Http404("Ce lien n’est pas, ou n’est plus, celui d’une proposition.")
    return proposal


@method_decorator([csrf_exempt, never_cache], name="dispatch")  # as ``GuardedPage``, whose own it hides
class ByLink(GuardedPage):
    """``proposal`` is that of the secret link."""

    template_name = "contributions/change.html"
    is_kept = True

    def elsewhere(self):
        self.proposal = proposal_at(self.kwargs["secret"])
        self.noun = noun_of(self.proposal.content_type)
        return None if self.may_change() else redirect(self.back)

    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        response["Referrer-Policy"] = "no-referrer"
        return response

    @property
    def back(self):
        return reverse("contribution", args=[self.kwargs["secret"]])

    def sender(self, form):
        return self.proposal.secret_hash

    def after(self):
        return redirect(f"{self.back}?change={'1' if self.is_kept else '0'}")

    def get_context_data(self, **kwargs):
        return super().get_context_data(proposal=self.proposal, back=self.back, **kwargs)


class ChangeProposal(ByLink):
    """A new record that nobody decided of yet."""

    def may_change(self):
        is_addition = self.proposal.act == Proposal.Act.ADDITION
        return is_addition and self.proposal.is_open and not self.proposal.is_too_old

    def get_form_class(self):
        is_event = self.noun.model is Event
        return record_form(ChangedEventAddition if is_event else ChangedAddition, self.noun.model)

    def get_initial(self):
        said = {name: change["after"] for name, change in self.proposal.changes.items()}
        kept = {"words": self.proposal.words, "credit": self.proposal.credit, "more": as_lines(self.proposal)}
        return said | kept

    @transaction.atomic
    def keep(self, form):
        """Nothing, once someone has decided in between: the page then says so."""
        said, waiting = form.cleaned_data, [Proposal.State.UNCONFIRMED, Proposal.State.PENDING]
        held = Proposal.objects.select_for_update().filter(pk=self.proposal.pk, state__in=waiting).first()
        self.is_kept = held is not None
        if held is None:
            return
        held.changes, held.label, held.territory = form.difference(), said["name"], form.instance.territory
        held.words, held.credit = said["words"], said["credit"]
        held.occurrences = [as_kept(other) for other in getattr(form, "others", [])]
        held.full_clean()
        held.save()


class ChangeEvent(Prefilled, ByLink):
    """One of the events that a proposal made."""

    def may_change(self):
        made = {event.pk: event for event in events_made_by(self.proposal)}
        self.record = made.get(self.kwargs["pk"])
        return self.record is not None and self.record.is_coming

    def get_form_class(self):
        return record_form(ChangeOfEvent, self.noun.model)

    def keep(self, form):
        said = form.cleaned_data
        change = Proposal(
            act=Proposal.Act.CORRECTION, content_type=self.proposal.content_type, object_id=self.record.pk,
            label=self.shown()["name"], changes=form.difference(), words=said["words"], credit=said["credit"],
            mail=self.proposal.mail, state=Proposal.State.PENDING, confirmed_at=timezone.now(),
        )  # fmt: skip
        change.full_clean()
        change.save()

    def get_context_data(self, **kwargs):
        return super().get_context_data(record=self.record, **kwargs)
