"""Tables that staff bring in."""

import factory
from factory.django import DjangoModelFactory

from ptce_hub.directory.tabular.models import ImportRow, ImportRun, KeptMapping, Origin
from tests.factories.ground import UserFactory


class ImportRunFactory(DjangoModelFactory):
    class Meta:
        model = ImportRun

    noun = "structures"
    file_name = "essai.csv"
    source = "essai"


class ImportRowFactory(DjangoModelFactory):
    class Meta:
        model = ImportRow

    run = factory.SubFactory(ImportRunFactory)
    number = factory.Sequence(lambda number: number + 2)


class OriginFactory(DjangoModelFactory):
    class Meta:
        model = Origin

    noun = "structures"
    source = "essai"
    key = factory.Sequence("{:064}".format)
    object_id = factory.Sequence(int)


class KeptMappingFactory(DjangoModelFactory):
    class Meta:
        model = KeptMapping

    user = factory.SubFactory(UserFactory)
    noun = "structures"
    headings = factory.Sequence("{:064}".format)
