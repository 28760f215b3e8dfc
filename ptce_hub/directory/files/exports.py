"""The twins of a list: the same records, for the same query string, in the format of whoever uses them again."""

from dataclasses import dataclass

from django.http import HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.views import View

from ptce_hub.directory.files.feeds import write_atom
from ptce_hub.directory.files.writing import Extract, write_csv, write_for_spreadsheets, write_geojson, write_json
from ptce_hub.directory.history.days import PARAMETER


@dataclass(frozen=True)
class Format:
    """A twin: ``/poles`` and its ``ending`` make its address. ``attached`` is saved rather than shown.

    ``followed`` is what readers of feeds and calendars are told of it, when it is for them; ``explained`` names the
    page that tells how to follow it.
    """

    ending: str
    label: str
    content_type: str
    write: callable
    attached: bool = False
    followed: str = ""
    explained: str = ""
    view: type | None = None  # ``Twin`` unless it answers in a way of its own

    @property
    def media_type(self):
        return self.content_type.split(";")[0]


CSV = Format(".csv", "CSV", "text/csv; charset=utf-8; header=present", write_csv, True)
SPREADSHEET = Format("-tableur.csv", "tableur", "text/csv; charset=utf-8; header=present", write_for_spreadsheets, True)
GEOJSON = Format(".geojson", "GeoJSON", "application/geo+json", write_geojson)
JSON = Format(".json", "JSON", "application/json", write_json)
ATOM = Format(".atom", "Atom", "application/atom+xml; charset=utf-8", write_atom, followed="ce qui a changé")
FORMATS = (SPREADSHEET, CSV, GEOJSON, JSON, ATOM)

TODAY_ONLY = "La date (au) : les fichiers disent ce que l’annuaire sait aujourd’hui ; retirez-la, ou lisez la page.\n"


class Twin(View):
    """Streams what the list of ``pages`` shows for the same query; a wrong value is named, as on the list."""

    http_method_names = ["get", "head", "options"]
    pages = None
    format = None

    def get(self, request):
        noun = self.pages()
        if request.GET.get(PARAMETER, "").strip() and not (noun.period and noun.period in request.GET):
            return HttpResponse(TODAY_ONLY, status=400, content_type="text/plain; charset=utf-8")
        asked = self.filterset(noun, request.GET)
        if not asked.is_right:
            return HttpResponse(mistakes(asked), status=400, content_type="text/plain; charset=utf-8")
        extract = extract_of(noun, asked.qs, request, request.GET.urlencode())
        response = self.answer(extract, asked)
        disposition = "attachment" if self.format.attached else "inline"
        response["Content-Disposition"] = f'{disposition}; filename="{word_of(noun)}{self.format.ending}"'
        response["Access-Control-Allow-Origin"] = "*"  # public, and the same for everyone
        response["X-Robots-Tag"] = "noindex"
        return response

    def filterset(self, noun, query):
        return noun.filterset(query)

    def answer(self, extract, asked):
        return StreamingHttpResponse(self.format.write(extract), content_type=self.format.content_type)


def word_of(noun):
    """The noun's word in addresses: ``appels-a-projets``."""
    return reverse(noun.url_name).strip("/")


def formats_of(noun):
    """The twins of a noun: those of every one, unless its pages say ``formats``."""
    return getattr(noun, "formats", FORMATS)


def twin_name(noun, form):
    """The name of the twin's address, for ``reverse``."""
    return f"{noun.url_name}{form.ending}"


def base_of(request):
    """The site's own address, without a last slash."""
    return f"{request.scheme}://{request.get_host()}"


def extract_of(noun, entries, request, query=""):
    base = base_of(request)
    return Extract(
        columns=noun.columns,
        entries=entries,
        title=noun.title,
        base=base,
        page=base + reverse(noun.url_name) + (f"?{query}" if query else ""),
        twin=request.build_absolute_uri(),
        schema=base + reverse("schema", args=[word_of(noun)]),
    )


def mistakes(asked):
    """What to mend, a line a field, then the territories that a name may mean, as to be asked for."""
    for name, messages in asked.form.errors.items():
        label = asked.form.fields[name].label if name in asked.form.fields else "Filtre"
        yield f"{label} : {' '.join(messages)}\n"
    for match in asked.territory_choices:
        yield f"territoire={match.territory.ref} : {match.label}\n"
