from functools import partial

from django.urls import path

from actors.models import Network, Structure
from poles.graph import subjects
from poles.graph.exports import FILES
from poles.graph.views import GraphFile, GraphPage, WholeGraph
from poles.models import Cooperation, Pole


def addresses(word, name, subject, page=GraphPage):
    """``/poles/<slug>/graphe/`` and its files (``graphe.graphml``…)."""
    return [
        path(f"{word}graphe/", page.as_view(subject=subject), name=name),
        *(
            path(f"{word}graphe{file.ending}", GraphFile.as_view(subject=subject, file=file), name=name + file.ending)
            for file in FILES
        ),
    ]


urlpatterns = [
    *addresses("", "graph", subjects.whole, WholeGraph),
    *addresses("poles/<slug:slug>/", "pole_graph", partial(subjects.record, Pole)),
    *addresses("cooperations/<slug:slug>/", "cooperation_graph", partial(subjects.record, Cooperation)),
    *addresses("acteurs/<slug:slug>/", "structure_graph", partial(subjects.record, Structure)),
    *addresses("reseaux/<slug:slug>/", "network_graph", partial(subjects.record, Network)),
    *addresses("territoires/<slug:level>/<slug:slug>/", "territory_graph", subjects.territory),
]
