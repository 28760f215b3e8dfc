"""The analysis grid and the readings made with it."""

import factory

from poles.models import Answer, Degree, Diagnosis, GeneralObjective, Grid, Indicator, Objective
from tests.factories.entries import PoleFactory
from tests.factories.rows import RowFactory


class GridFactory(RowFactory):
    class Meta:
        model = Grid

    version = factory.Sequence("essai-{}".format)
    title = "Grille d'essai"
    authenticity = "Rien n'est attesté : c'est un essai."


class GridItemFactory(RowFactory):
    class Meta:
        abstract = True

    code = factory.Sequence("Z{}".format)
    label = factory.Sequence("Ligne {}".format)
    origin = "essai"
    position = factory.Sequence(int)


class GeneralObjectiveFactory(GridItemFactory):
    class Meta:
        model = GeneralObjective

    grid = factory.SubFactory(GridFactory)


class ObjectiveFactory(GridItemFactory):
    class Meta:
        model = Objective

    general_objective = factory.SubFactory(GeneralObjectiveFactory)


class IndicatorFactory(GridItemFactory):
    class Meta:
        model = Indicator

    objective = factory.SubFactory(ObjectiveFactory)
    scale = Indicator.Scale.LADDER


class DegreeFactory(RowFactory):
    class Meta:
        model = Degree

    grid = factory.SubFactory(GridFactory)
    degree = factory.Sequence(lambda number: number % 6 + 1)
    slug = factory.Sequence("degre-d-essai-{}".format)
    label = factory.Sequence("Degré {}".format)
    description = "un degré d'essai"
    origin = "essai"


class DiagnosisFactory(RowFactory):
    class Meta:
        model = Diagnosis

    grid = factory.SubFactory(GridFactory)
    pole = factory.SubFactory(PoleFactory)
    kind = Diagnosis.Kind.SELF


class AnswerFactory(RowFactory):
    class Meta:
        model = Answer

    diagnosis = factory.SubFactory(DiagnosisFactory)
    indicator = factory.SubFactory(IndicatorFactory)
    value = "2"
