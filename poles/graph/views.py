"""The pages of the graph: around a record or in a territory, and the whole of it; their files."""

from functools import cached_property

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.generic import TemplateView, View

from poles.graph.asking import NARROWING, GraphForm, graph_asked
from poles.graph.drawing import draw
from poles.graph.exports import FILES
from poles.graph.listing import ROWS, pages_of, rows_of
from poles.graph.shape import bridges_of, groups_of, isolated_of
from poles.graph.subjects import Moved
from ptce_hub.directory.files.exports import base_of
from ptce_hub.directory.listing.paging import page_of

SMALL = 30  # records; the drawing of as many stands beside their list
GROUPS, BRIDGES, ISOLATED = 10, 20, 60  # to a page
NAMES = 6  # of a group
FORGETTING = ("liste", "liens", "groupes", "ponts", "isoles")  # pages, which another view has not


class About:
    """``subject`` gives what the graph is about, from the words of the address."""

    subject = None
    views = {"": "Liste", "liens": "Tableau des liens", "dessin": "Dessin"}

    def dispatch(self, request, *args, **kwargs):
        try:
            self.about = self.subject(**kwargs)
        except Moved as moved:
            return redirect(moved.url, permanent=moved.permanent)
        self.form = GraphForm(request.GET, self.views)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def asked(self):
        asked = self.form.asked
        return asked if self.form.cleaned_data["pas"] else asked._replace(steps=self.about.steps)

    @cached_property
    def graph(self):
        return graph_asked(self.asked, self.about)


class GraphPage(About, TemplateView):
    template_name = "poles/graph/around.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(form=self.form, about=self.about, views=self.views, **kwargs)
        if self.form.is_valid():
            shown_as = self.form.cleaned_data["vue"]
            query = self.query()
            files = [(file, self.about.file_url(file.ending) + query) for file in FILES]
            context |= {"graph": self.graph, "asked": self.asked, "shown_as": shown_as, "files": files}
            context |= {"forgetting": dict.fromkeys(FORGETTING), **self.shown(shown_as)}
        return context

    def shown(self, view):
        """What the view shows, besides what they all do."""
        match view:
            case "liens":
                return {"rows": page_of(self.graph.made(rows_of), self.request, "liens", ROWS)}
            case "dessin":
                return {"drawing": self.graph.made(draw)}
            case _:
                small = len(self.graph.nodes) <= SMALL
                pages = page_of(self.graph.made(pages_of), self.request, "liste", 1)
                return {"pages": pages, "blocks": pages[0], "drawing": self.graph.made(draw) if small else None}

    def query(self):
        query = self.request.GET.copy()
        for name in list(query):
            if name not in NARROWING:
                del query[name]
        return f"?{query.urlencode()}" if query else ""

    def render_to_response(self, context, **kwargs):
        return super().render_to_response(context, status=200 if self.form.is_valid() else 400, **kwargs)


class WholeGraph(GraphPage):
    template_name = "poles/graph/whole.html"
    views = {**About.views, "": "Groupes", "ponts": "Ponts", "isoles": "Fiches isolées"}

    def shown(self, view):
        match view:
            case "":
                return {"groups": page_of(self.graph.made(groups_of), self.request, "groupes", GROUPS)}
            case "ponts":
                return {"bridges": page_of(self.graph.made(bridges_of), self.request, "ponts", BRIDGES)}
            case "isoles":
                return {"isolated": page_of(self.graph.made(isolated_of), self.request, "isoles", ISOLATED)}
            case _:
                return super().shown(view)


class GraphFile(About, View):
    """One of the files; a wrong value is named, as on the page."""

    http_method_names = ["get", "head", "options"]
    file = None

    def get(self, request, **kwargs):
        if not self.form.is_valid():
            words = [f"{self.form.fields[name].label} : {' '.join(said)}\n" for name, said in self.form.errors.items()]
            return HttpResponse(words, status=400, content_type="text/plain; charset=utf-8")
        text = self.file.write(self.graph, base_of(request), self.about.title)
        response = HttpResponse(text, content_type=self.file.content_type)
        response["Content-Disposition"] = f'inline; filename="graphe{self.file.ending}"'
        response["Access-Control-Allow-Origin"] = "*"
        response["X-Robots-Tag"] = "noindex"
        return response
