"""What comes from the public."""

import factory
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from ptce_hub.contributions.models import Attempt, Digest, Message, Proposal, ToldMatch
from ptce_hub.contributions.values import sent_of
from tests.factories.entries import ExchangeFactory, PoleFactory
from tests.factories.ground import UserFactory
from tests.factories.rows import RowFactory


class AttemptFactory(RowFactory):
    class Meta:
        model = Attempt

    key = factory.Sequence("{:064}".format)
    at = factory.LazyFunction(timezone.now)


class ProposalFactory(RowFactory):
    """An error told about a pole, confirmed and waiting for a decision; ``unconfirmed=True`` is not there yet.

    ``correcting={"summary": "…"}`` makes it a correction, whose ``before`` is what the record says.
    """

    class Meta:
        model = Proposal
        exclude = ["entry", "correcting"]

    class Params:
        unconfirmed = factory.Trait(state=Proposal.State.UNCONFIRMED, confirmed_at=None)

    entry = factory.SubFactory(PoleFactory, published=True)
    correcting = None
    content_type = factory.LazyAttribute(lambda proposal: ContentType.objects.get_for_model(proposal.entry))
    object_id = factory.SelfAttribute("entry.pk")
    label = factory.SelfAttribute("entry.name")
    act = factory.LazyAttribute(lambda proposal: "correction" if proposal.correcting else "report")
    reason = factory.LazyAttribute(lambda proposal: "other" if proposal.act == "report" else "")
    state = Proposal.State.PENDING
    confirmed_at = factory.LazyFunction(timezone.now)
    words = "Un message d'essai."
    mail = factory.Sequence("voisine{}@exemple.fr".format)

    @factory.lazy_attribute
    def changes(self):
        before = sent_of(self.entry, self.correcting or ())
        return {name: {"before": before[name], "after": value} for name, value in (self.correcting or {}).items()}


class ToldMatchFactory(RowFactory):
    class Meta:
        model = ToldMatch

    exchange = factory.SubFactory(ExchangeFactory, published=True)
    other = factory.SubFactory(ExchangeFactory, published=True, shares=True)


class DigestFactory(RowFactory):
    class Meta:
        model = Digest

    moderator = factory.SubFactory(UserFactory, moderator=True)
    day = factory.LazyFunction(timezone.localdate)


class MessageFactory(RowFactory):
    """A message to a pole, not confirmed."""

    class Meta:
        model = Message
        exclude = ["entry"]

    entry = factory.SubFactory(PoleFactory, published=True)
    content_type = factory.LazyAttribute(lambda message: ContentType.objects.get_for_model(message.entry))
    object_id = factory.SelfAttribute("entry.pk")
    label = factory.SelfAttribute("entry.name")
    name = "Voisine d'essai"
    words = "Un message d'essai."
    mail = factory.Sequence("voisin{}@exemple.fr".format)
