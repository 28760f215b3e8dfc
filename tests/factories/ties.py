"""What ties records together or hangs on one: memberships, participations, figures…"""

import factory

from actors.models import Contact, NetworkMembership, Succession
from poles.models import (
    Agreement,
    CallFigure,
    DegreeAssessment,
    Membership,
    Participation,
    PlaceFigure,
    Recognition,
)
from tests.factories.entries import (
    CallFactory,
    CooperationFactory,
    NetworkFactory,
    PoleFactory,
    SharedPlaceFactory,
    StructureFactory,
)
from tests.factories.rows import RowFactory


class NetworkMembershipFactory(RowFactory):
    class Meta:
        model = NetworkMembership

    network = factory.SubFactory(NetworkFactory)
    structure = factory.SubFactory(StructureFactory)


class SuccessionFactory(RowFactory):
    class Meta:
        model = Succession

    predecessor = factory.SubFactory(StructureFactory)
    successor = factory.SubFactory(StructureFactory)


class ContactFactory(RowFactory):
    class Meta:
        model = Contact

    structure = factory.SubFactory(StructureFactory)
    name = factory.Sequence("Personne {}".format)
    role = "présidence"


class MembershipFactory(RowFactory):
    class Meta:
        model = Membership

    class Params:
        bearer = factory.Trait(role=Membership.Role.PORTEUR)

    pole = factory.SubFactory(PoleFactory)
    structure = factory.SubFactory(StructureFactory)


class RecognitionFactory(RowFactory):
    class Meta:
        model = Recognition

    pole = factory.SubFactory(PoleFactory)
    year = 2013


class ParticipationFactory(RowFactory):
    class Meta:
        model = Participation

    class Params:
        unnamed = factory.Trait(structure=None, label="des maraîchers du canton")

    cooperation = factory.SubFactory(CooperationFactory)
    structure = factory.SubFactory(StructureFactory)


class AgreementFactory(RowFactory):
    class Meta:
        model = Agreement

    cooperation = factory.SubFactory(CooperationFactory)
    instrument = factory.Sequence("convention {}".format)


class DegreeAssessmentFactory(RowFactory):
    class Meta:
        model = DegreeAssessment

    cooperation = factory.SubFactory(CooperationFactory)
    degree = 3
    assessed = "2024"
    voice = DegreeAssessment.Voice.STAFF
    basis = "un lieu commun"


class CallFigureFactory(RowFactory):
    class Meta:
        model = CallFigure

    call = factory.SubFactory(CallFactory)
    measure = CallFigure.Measure.CANDIDATES
    value = factory.Sequence(int)
    source = "Document d'essai"


class PlaceFigureFactory(RowFactory):
    class Meta:
        model = PlaceFigure

    place = factory.SubFactory(SharedPlaceFactory)
    measure = PlaceFigure.Measure.SURFACE
    value = factory.Sequence(int)
    source = "Document d'essai"
