"""The directory's data, to use again: the page that explains them, their schemas, everything in one archive."""

import json
import zipfile

from django.conf import settings
from django.http import Http404, JsonResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views import View
from django.views.generic import TemplateView

from ptce_hub.directory.files.exports import base_of, extract_of, formats_of, twin_name, word_of
from ptce_hub.directory.files.linked_data import dataset, script, trail
from ptce_hub.directory.files.schemas import table_schema
from ptce_hub.directory.files.writing import ATTRIBUTION, write_csv
from ptce_hub.site.nouns import NOUNS
from ptce_hub.territories.models import LoadedVintage

ARCHIVE = "ptce-hub.zip"
PRETTY = {"ensure_ascii": False, "indent": 1}
READ_ME = """PTCE Hub : toutes les fiches publiées, au {day}.

Un fichier CSV par sorte de fiche (UTF-8, virgules) ; son schéma est dans le dossier schemas/ (Table Schema) et dans
datapackage.json. Une cellule vide veut dire « non renseigné », jamais zéro ni non. Plusieurs valeurs dans une cellule
sont séparées par « | ». Une apostrophe est mise devant un texte qu'un tableur prendrait pour une formule.

Licence : {licence}, {address}
Attribution : {publisher}. {attribution}
Site : {site}
"""


class OpenData(TemplateView):
    template_name = "site/open_data.html"

    def get_context_data(self, **kwargs):
        base = base_of(self.request)
        catalogue = {
            "@type": "DataCatalog",
            "name": "PTCE Hub",
            "url": base + reverse("open_data"),
            "license": settings.DATA_LICENCE_URL,
            "dataset": [dataset(noun, base) for noun in NOUNS],
        }
        return super().get_context_data(
            nouns=[
                (
                    noun,
                    noun.model.objects.published().count(),
                    [(form, reverse(twin_name(noun, form))) for form in formats_of(noun)],
                    reverse("schema", args=[word_of(noun)]),
                )
                for noun in NOUNS
            ],
            licence=(settings.DATA_LICENCE_NAME, settings.DATA_LICENCE_URL),
            publisher=settings.PUBLISHER_NAME,
            vintage=LoadedVintage.objects.last(),
            data=script(catalogue, trail(base, ("Données ouvertes", reverse("open_data")))),
            **kwargs,
        )


class Schema(View):
    """The Table Schema of a noun's CSV."""

    def get(self, request, word):
        noun = next((noun for noun in NOUNS if word_of(noun) == word), None)
        if noun is None:
            words = ", ".join(word_of(noun) for noun in NOUNS)
            raise Http404(f"Aucun schéma ne s’appelle « {word} ». Il y a : {words}.")
        response = JsonResponse(table_schema(noun.columns, word, noun.title), json_dumps_params=PRETTY)
        response["Access-Control-Allow-Origin"] = "*"
        return response


class Archive(View):
    """Every noun's CSV and schema, as a Data Package, compressed while it is read."""

    def get(self, request):
        response = StreamingHttpResponse(archive(request), content_type="application/zip")
        response["Content-Disposition"] = f'attachment; filename="{ARCHIVE}"'
        response["X-Robots-Tag"] = "noindex"
        return response


def archive(request):
    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("LISEZ-MOI.txt", read_me(request))
        file.writestr("datapackage.json", json.dumps(package(request), **PRETTY))
        for noun in NOUNS:
            word = word_of(noun)
            file.writestr(f"schemas/{word}.json", json.dumps(table_schema(noun.columns, word, noun.title), **PRETTY))
            with file.open(f"{word}.csv", "w") as member:
                for piece in write_csv(extract_of(noun, noun.model.objects.published(), request)):
                    member.write(piece.encode())
                    yield pipe.drained()
    yield pipe.drained()


class Pipe:
    """What ``zipfile`` writes to and the response empties."""

    def __init__(self):
        self.pieces = []

    def write(self, piece):
        self.pieces.append(bytes(piece))
        return len(piece)

    def flush(self):
        """Nothing waits here."""

    def drained(self):
        pieces, self.pieces = self.pieces, []
        return b"".join(pieces)


def read_me(request):
    return READ_ME.format(
        day=timezone.localdate().isoformat(),
        licence=settings.DATA_LICENCE_NAME,
        address=settings.DATA_LICENCE_URL,
        publisher=settings.PUBLISHER_NAME or "PTCE Hub",
        attribution=ATTRIBUTION,
        site=f"{base_of(request)}/",
    )


def package(request):
    """The Data Package's descriptor, version 2.0."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "ptce-hub",
        "title": "PTCE Hub, l’annuaire des pôles territoriaux de coopération économique",
        "homepage": base_of(request) + reverse("open_data"),
        "created": timezone.now().isoformat(timespec="seconds"),
        "licenses": [{"title": settings.DATA_LICENCE_NAME, "path": settings.DATA_LICENCE_URL}],
        "resources": [
            {
                "name": word_of(noun),
                "title": noun.title,
                "path": f"{word_of(noun)}.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": f"schemas/{word_of(noun)}.json",
            }
            for noun in NOUNS
        ],
    }
