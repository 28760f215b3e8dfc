"""The records."""

import datetime

import factory
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from actors.models import Network, Structure, SupportOffer
from events.models import Event
from poles.models import Call, Cooperation, Exchange, Pole, SharedPlace
from ptce_hub.directory.duplicates.models import MergeRecord, Suspicion
from ptce_hub.directory.history.models import Deletion
from ptce_hub.directory.models import FormerSlug, Status
from tests.factories.ground import TerritoryFactory
from tests.factories.rows import RowFactory


class EntryFactory(RowFactory):
    """A draft, as the model has it, unless a trait says otherwise."""

    class Meta:
        abstract = True
        skip_postgeneration_save = True

    class Params:
        draft = factory.Trait(status=Status.DRAFT)
        proposed = factory.Trait(status=Status.PROPOSED)
        published = factory.Trait(status=Status.PUBLISHED)
        archived = factory.Trait(status=Status.ARCHIVED)
        verified = factory.Trait(verified_on=factory.LazyFunction(timezone.localdate))
        sourced = factory.Trait(sources=["Document d'essai, page 1"])
        placed = factory.Trait(territory=factory.SubFactory(TerritoryFactory))
        mapped = factory.Trait(latitude=48.5, longitude=0.25)

    @factory.post_generation
    def themes(self, create, extracted, **kwargs):
        if create and extracted:
            self.themes.set(extracted)


class StructureFactory(EntryFactory):
    class Meta:
        model = Structure

    name = factory.Sequence("Structure {}".format)
    kind = Structure.Kind.ASSOCIATION


class NetworkFactory(StructureFactory):
    class Meta:
        model = Network

    name = factory.Sequence("Réseau {}".format)
    kind = Structure.Kind.RESEAU
    scope = Network.Scope.NATIONAL


class SupportOfferFactory(EntryFactory):
    class Meta:
        model = SupportOffer

    name = factory.Sequence("Accompagnement {}".format)
    kind = SupportOffer.Kind.INGENIERIE


class PoleFactory(EntryFactory):
    class Meta:
        model = Pole

    name = factory.Sequence("Pôle {}".format)


class CooperationFactory(EntryFactory):
    class Meta:
        model = Cooperation

    name = factory.Sequence("Coopération {}".format)
    kind = Cooperation.Kind.MUTUALISATION


class SharedPlaceFactory(EntryFactory):
    class Meta:
        model = SharedPlace

    name = factory.Sequence("Lieu {}".format)


class ExchangeFactory(EntryFactory):
    """A need of premises, of a published pole; ``shares=True`` offers some; ``over=True`` ended yesterday."""

    class Meta:
        model = Exchange

    class Params:
        shares = factory.Trait(sense=Exchange.Sense.SHARES)
        over = factory.Trait(expires_on=factory.LazyFunction(lambda: timezone.localdate() - datetime.timedelta(days=1)))

    name = factory.Sequence("Annonce {}".format)
    sense = Exchange.Sense.SEEKS
    kind = Exchange.Kind.PREMISES
    pole = factory.SubFactory(PoleFactory, published=True)
    territory = factory.SubFactory(TerritoryFactory)


class CallFactory(EntryFactory):
    class Meta:
        model = Call

    name = factory.Sequence("Appel {}".format)
    level = Call.Level.NATIONAL


class EventFactory(EntryFactory):
    class Meta:
        model = Event

    name = factory.Sequence("Événement {}".format)


class FormerSlugFactory(RowFactory):
    class Meta:
        model = FormerSlug
        exclude = ["entry"]

    entry = factory.SubFactory(PoleFactory)
    content_type = factory.LazyAttribute(lambda former: ContentType.objects.get_for_model(former.entry))
    object_id = factory.SelfAttribute("entry.pk")
    slug = factory.Sequence("ancienne-adresse-{}".format)


class DeletionFactory(RowFactory):
    class Meta:
        model = Deletion

    label = factory.Sequence("Fiche supprimée {}".format)
    content_type = factory.LazyFunction(lambda: ContentType.objects.get_for_model(Pole))
    roots = 1


class SuspicionFactory(RowFactory):
    class Meta:
        model = Suspicion
        exclude = ["one", "other"]

    one = factory.SubFactory(StructureFactory)
    other = factory.SubFactory(StructureFactory)
    content_type = factory.LazyFunction(lambda: ContentType.objects.get_for_model(Structure))
    first_id = factory.LazyAttribute(lambda pair: min(pair.one.pk, pair.other.pk))
    second_id = factory.LazyAttribute(lambda pair: max(pair.one.pk, pair.other.pk))
    score = 80
    reasons = ["Noms pareils."]


class MergeRecordFactory(RowFactory):
    class Meta:
        model = MergeRecord
        exclude = ["entry"]

    entry = factory.SubFactory(StructureFactory)
    content_type = factory.LazyFunction(lambda: ContentType.objects.get_for_model(Structure))
    kept_id = factory.SelfAttribute("entry.pk")
    kept_name = factory.SelfAttribute("entry.name")
