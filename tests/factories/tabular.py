"""Tables that staff bring in."""

import factory

from ptce_hub.directory.tabular.models import ImportRow, ImportRun, KeptMapping, Origin
from tests.factories.ground import UserFactory
from tests.factories.rows import RowFactory


class ImportRunFactory(RowFactory):
    class Meta:
        model = ImportRun

    noun = "structures"
    file_name = "essai.csv"
    source = "essai"


class ImportRowFactory(RowFactory):
    class Meta:
        model = ImportRow

    run = factory.SubFactory(ImportRunFactory)
    number = factory.Sequence(lambda number: number + 2)


class OriginFactory(RowFactory):
    class Meta:
        model = Origin

    noun = "structures"
    source = "essai"
    key = factory.Sequence("{:064}".format)
    object_id = factory.Sequence(int)


class KeptMappingFactory(RowFactory):
    class Meta:
        model = KeptMapping

    user = factory.SubFactory(UserFactory)
    noun = "structures"
    headings = factory.Sequence("{:064}".format)
