"""The analysis grid and the readings made with it."""

import factory

from poles.models import Answer, Degree, Diagnosis, GeneralObjective, Grid, Indicator, Objective
from tests.factories.entries import PoleFactory
from tests.factories.rows import RowFactory

SCALES = {
    "B1": Indicator.Scale.COUNT,
    "B2": Indicator.Scale.PERCENT,
    "B3": Indicator.Scale.FTE,
    "B4": Indicator.Scale.YEARS,
    "B5": Indicator.Scale.CHOICE,
    "C1": Indicator.Scale.YES_NO,
}


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


class WholeGridFactory(GridFactory):
    """Three objectives: one of a ladder of two, one of all that is typed or chosen, one of a yes or no."""

    class Meta:
        model = Grid
        skip_postgeneration_save = True

    @factory.post_generation
    def lines(grid, create, extracted, **kwargs):
        for rank, codes in enumerate((("A1", "A2"), ("B1", "B2", "B3", "B4", "B5"), ("C1",)), start=1):
            general = GeneralObjectiveFactory(grid=grid, code=f"G{rank}", position=rank)
            objective = ObjectiveFactory(general_objective=general, code=f"P{rank}", position=rank)
            for place, code in enumerate(codes, start=1):
                scale = SCALES.get(code, Indicator.Scale.LADDER)
                choices = ["choisi", "subi"] if scale == Indicator.Scale.CHOICE else []
                IndicatorFactory(objective=objective, code=code, position=place, scale=scale, choices=choices)


class AnswerFactory(RowFactory):
    class Meta:
        model = Answer

    diagnosis = factory.SubFactory(DiagnosisFactory)
    indicator = factory.SubFactory(IndicatorFactory)
    value = "2"
