"""Poles, cooperations, the calls that recognise them, what they share or seek, the grid that reads them."""

from poles.models.calls import Call, CallFigure, Recognition
from poles.models.cooperations import Agreement, Cooperation, DegreeAssessment, Participation
from poles.models.exchanges import Exchange
from poles.models.grid import Answer, Degree, Diagnosis, GeneralObjective, Grid, Indicator, Objective
from poles.models.places import PlaceFigure, SharedPlace
from poles.models.poles import Initiator, Membership, Pole

__all__ = [
    "Agreement",
    "Answer",
    "Call",
    "CallFigure",
    "Cooperation",
    "Degree",
    "DegreeAssessment",
    "Diagnosis",
    "Exchange",
    "GeneralObjective",
    "Grid",
    "Indicator",
    "Initiator",
    "Membership",
    "Objective",
    "Participation",
    "PlaceFigure",
    "Pole",
    "Recognition",
    "SharedPlace",
]
