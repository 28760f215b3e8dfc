"""What a secret link opens: publishing for the record one answers for, and following what one published."""

from django.shortcuts import redirect, render
from django.utils import timezone

from actors.models import Structure
from poles.models import Exchange, Pole
from ptce_hub.contributions.check_links import EXCHANGE, READINGS, referent_at
from ptce_hub.contributions.checking import LinkPage, refuse
from ptce_hub.contributions.exchanging.following import follow, told_of
from ptce_hub.contributions.exchanging.publishing import ExchangeFormOfReferent, PublishExchange, placed
from ptce_hub.contributions.models import Proposal
from ptce_hub.contributions.models.checks import LINK_LIFE
from ptce_hub.contributions.nouns import BY_MODEL
from ptce_hub.directory.models import Status


class PublishAsReferent(LinkPage, PublishExchange):
    """By the link that the référent of a pole or a structure received: no mail is to be confirmed."""

    form_class = ExchangeFormOfReferent

    def elsewhere(self):
        self.noun = BY_MODEL[Exchange]
        self.referent = referent_at(self.kwargs["token"], READINGS, days=LINK_LIFE)
        record = self.referent and self.referent.is_active and self.referent.record
        if not isinstance(record, Pole | Structure) or not record.is_published:
            return refuse(self.request)
        self.publisher = {"pole" if isinstance(record, Pole) else "structure": record.slug}
        return None

    def get_initial(self):
        return placed(self.publisher)

    def sender(self, form):
        return self.referent.email

    def keep(self, form):
        said = form.cleaned_data
        proposal = Proposal(
            act=Proposal.Act.ADDITION, content_type=self.noun.content_type, label=said["name"],
            territory=said["territory"], changes=form.difference(), words=said["words"], credit=said["credit"],
            mail=self.referent.email, state=Proposal.State.PENDING, confirmed_at=timezone.now(),
        )  # fmt: skip
        proposal.full_clean()
        proposal.save()

    def after(self):
        return redirect("check_done", "annonce")


class FollowExchange(LinkPage):
    """By the signed link of the mails."""

    def elsewhere(self):
        referent = referent_at(self.kwargs["token"], EXCHANGE)
        self.exchange = referent and referent.record
        if not isinstance(self.exchange, Exchange) or self.exchange.status != Status.PUBLISHED:
            return refuse(self.request)
        return None

    def get(self, request, token):
        return render(request, "contributions/exchange.html", told_of(self.exchange))

    def post(self, request, token):
        follow(self.exchange, request.POST.get("act"))
        return redirect(request.path)
