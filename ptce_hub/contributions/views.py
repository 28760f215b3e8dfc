"""What the public proposes: one view an act, for every noun; and the page where one follows what one proposed."""

from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import TemplateView

from events.models import Event
from ptce_hub.contributions.cancelling import cancel
from ptce_hub.contributions.changing import proposal_at
from ptce_hub.contributions.exchanging.following import exchange_made_by, follow, told_of
from ptce_hub.contributions.forms import AdditionForm, CorrectionForm, ReportForm, record_form
from ptce_hub.contributions.models import Proposal
from ptce_hub.contributions.pages import GONE, GuardedPage, Prefilled, RecordPage
from ptce_hub.contributions.proposing import confirm, keep, withdraw
from ptce_hub.contributions.reviewing import lines_of
from ptce_hub.contributions.several_dates import EventAdditionForm, as_kept, events_made_by, said_of
from ptce_hub.directory.duplicates.finding import suspects_like
from ptce_hub.directory.fields.keys import keys_among

MOST_ALIKE = 8
#: What tells a record from another, in the words of ``suspects_like``.
TELLING = ("name", "acronym", "territory", "siren", "siret", "rna")


def proposal_of(form, noun, **more):
    said = form.cleaned_data
    return Proposal(
        content_type=noun.content_type, mail=said["mail"], credit=said["credit"], words=said["words"], **more
    )


class Report(RecordPage):
    """« Signaler une erreur »."""

    act = "signaler"
    form_class = ReportForm
    template_name = "contributions/report.html"

    def keep(self, form):
        keep(
            proposal_of(
                form,
                self.noun,
                act=Proposal.Act.REPORT,
                object_id=self.record.pk,
                label=self.record.name,
                reason=form.cleaned_data["reason"],
            )
        )


class Correct(Prefilled, RecordPage):
    """« Proposer une correction »: the public fields as they are; what is kept is the difference."""

    act = "corriger"
    template_name = "contributions/correct.html"

    def elsewhere(self):
        """What is kept elsewhere would be written over at the next reading: there, one tells the error."""
        moved = super().elsewhere()
        if moved is None and self.record.kept_elsewhere:
            return redirect(f"{self.record.get_absolute_url()}signaler/")
        return moved

    def get_form_class(self):
        return record_form(CorrectionForm, self.noun.model)

    def keep(self, form):
        keep(
            proposal_of(
                form,
                self.noun,
                act=Proposal.Act.CORRECTION,
                object_id=self.record.pk,
                label=self.shown()["name"],
                changes=form.difference(),
            )
        )


class Propose(GuardedPage):
    """« Proposer » a record that the directory lacks; those that look like it are shown first."""

    template_name = "contributions/propose.html"

    def get_form_class(self):
        return record_form(EventAdditionForm if self.noun.model is Event else AdditionForm, self.noun.model)

    def question(self, form):
        """Whether it is there already; and an event is shown as it would be read before it is sent."""
        asked = self.alikes(form)
        if hasattr(form, "preview") and not self.request.POST.get("seen"):
            asked |= {"preview": form.preview()}
        return asked

    def alikes(self, form):
        self.not_same = keys_among(self.request.POST.getlist("not_same")[:50])
        said = {name: form.cleaned_data.get(name) for name in TELLING if form.cleaned_data.get(name)}
        said["other_names"] = form.cleaned_data["alternative_names"]
        published, found = self.noun.model.objects.published(), {}
        for date in [form.cleaned_data.get("start"), *(other.start for other in getattr(form, "others", []))]:
            found |= {
                like.entry.pk: like.entry for like in suspects_like(self.noun.model, published, date=date, **said)
            }
        alikes = list(found.values())[:MOST_ALIKE]
        return {"alikes": alikes} if any(entry.pk not in self.not_same for entry in alikes) else {}

    def keep(self, form):
        keep(
            proposal_of(
                form,
                self.noun,
                act=Proposal.Act.ADDITION,
                label=form.cleaned_data["name"],
                territory=form.instance.territory,
                changes=form.difference(),
                not_same=self.not_same,
                occurrences=[as_kept(other) for other in getattr(form, "others", [])],
            )
        )


@method_decorator([csrf_exempt, never_cache], name="dispatch")
class Follow(TemplateView):
    """One's proposal, by its secret link: confirm it, see what becomes of it, take it back."""

    template_name = "contributions/follow.html"

    def dispatch(self, request, *args, **kwargs):
        self.proposal = proposal_at(kwargs["secret"])
        response = super().dispatch(request, *args, **kwargs)
        response["Referrer-Policy"] = "no-referrer"
        return response

    def get(self, request, *args, **kwargs):
        status = GONE if self.proposal.is_too_old else 200
        return self.render_to_response(self.get_context_data(), status=status)

    def post(self, request, *args, **kwargs):
        if not self.proposal.is_too_old:
            match request.POST.get("act"):
                case "confirm":
                    confirm(self.proposal)
                case "withdraw":
                    withdraw(self.proposal)
                case "cancel":
                    cancel(self.proposal, request.POST.get("event", ""))
                case "renew" | "close" as act if exchange := exchange_made_by(self.proposal):
                    follow(exchange, act)
        return redirect(request.path)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            proposal=self.proposal,
            lines=lines_of(self.proposal),
            others=said_of(self.proposal),
            events=events_made_by(self.proposal),
            **(told_of(exchange) if (exchange := exchange_made_by(self.proposal)) else {}),
            secret=self.kwargs["secret"],
            may_change=self.proposal.is_open and self.proposal.act == Proposal.Act.ADDITION,
            **kwargs,
        )
