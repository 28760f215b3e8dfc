"""The programme of events."""

import factory

from events.models import Access, Document, EditionOrganiser, EssMonth, EventRole, Series, Session, Source, Speaker
from tests.factories.entries import EventFactory, StructureFactory
from tests.factories.ground import TerritoryFactory
from tests.factories.rows import RowFactory


class EssMonthFactory(RowFactory):
    class Meta:
        model = EssMonth
        django_get_or_create = ["year"]

    year = factory.Sequence(lambda number: 2100 + number)


class EditionOrganiserFactory(RowFactory):
    class Meta:
        model = EditionOrganiser

    edition = factory.SubFactory(EssMonthFactory)
    territory = factory.SubFactory(TerritoryFactory, region=True)
    label = factory.Sequence("Organisateur {}".format)


class SourceFactory(RowFactory):
    """An agenda in ICS, at an address."""

    class Meta:
        model = Source

    name = factory.Sequence("Agenda {}".format)
    kind = Source.Kind.ICS
    address = "https://agenda.example.fr/agenda.ics"
    structure = factory.SubFactory(StructureFactory)
    territory = factory.SubFactory(TerritoryFactory, region=True)


class SeriesFactory(RowFactory):
    class Meta:
        model = Series

    name = factory.Sequence("Série {}".format)


class AccessFactory(RowFactory):
    class Meta:
        model = Access

    event = factory.SubFactory(EventFactory)
    disability = Access.Disability.HEARING
    words = factory.Sequence("Interprète {}".format)


class EventRoleFactory(RowFactory):
    class Meta:
        model = EventRole

    event = factory.SubFactory(EventFactory)
    structure = factory.SubFactory(StructureFactory)


class SessionFactory(RowFactory):
    class Meta:
        model = Session

    event = factory.SubFactory(EventFactory)
    title = factory.Sequence("Atelier {}".format)


class SpeakerFactory(RowFactory):
    class Meta:
        model = Speaker

    session = factory.SubFactory(SessionFactory)
    name = factory.Sequence("Intervenante {}".format)


class DocumentFactory(RowFactory):
    class Meta:
        model = Document

    event = factory.SubFactory(EventFactory)
    title = factory.Sequence("Document {}".format)
