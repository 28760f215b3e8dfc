"""The tables of events that staff bring in, those of the November programme most of all."""

from events.models import EssMonth, Event, EventRole
from ptce_hub.directory.tabular.cells import Wrong, number
from ptce_hub.directory.tabular.fields import Field, of
from ptce_hub.directory.tabular.matching import EntryMatcher
from ptce_hub.directory.tabular.tables import EntryTable, choice
from ptce_hub.directory.tabular.ties import ManyRecords, Tied

FORMATS = {
    "présentiel": "sur place",
    "en présentiel": "sur place",
    "distanciel": "en ligne",
    "à distance": "en ligne",
    "visio": "en ligne",
    "webinaire": "en ligne",
    "hybride": "mixte",
}
KINDS = {
    "table ronde": "debat",
    "débat": "debat",
    "ciné débat": "projection",
    "spectacle": "projection",
    "portes ouvertes": "visite",
    "forum": "salon",
    "marché": "salon",
    "journée": "rencontre",
    "inauguration": "fete",
}
ROLES = {"organise": "organisateur", "accueil": "hôte", "lieu d'accueil": "hôte", "partenaire": "soutien"}


class Edition(Field):
    """The November edition, by its year."""

    def read(self, texts, answers, note):
        text = texts.get("mois_ess", "")
        if not text:
            return None
        if "editions" not in answers.memo:
            answers.memo["editions"] = dict(EssMonth.objects.values_list("year", "pk"))
        year = number(text, whole=True)
        if year not in answers.memo["editions"]:
            raise Wrong(f"aucune édition {year} du Mois de l'ESS : créez-la d'abord.")
        return [answers.memo["editions"][year], str(year)]

    def current(self, row):
        return row.ess_month and [row.ess_month.pk, str(row.ess_month.year)]

    def write(self, row, value):
        row.ess_month_id = value and value[0]


class EventMatcher(EntryMatcher):
    also = ("start",)


EVENTS = EntryTable(
    "evenements",
    Event,
    *of(
        Event,
        debut="start date|date de début|jour|du",
        fin="end date de fin|au",
        heure_debut="start_time heure|horaire|heure de début|début (heure)",
        heure_fin="end_time heure de fin|fin (heure)",
        fuseau="zone fuseau horaire",
    ),
    choice(Event, "format", "forme", "format", "modalité", also=FORMATS),
    choice(Event, "kind", "nature", "type", "type d'événement", also=KINDS),
    *of(
        Event,
        places="capacity jauge|nombre de places|capacité",
        gratuit="is_free gratuité|entrée libre",
        prix="price tarif",
        inscription="registration_url page_inscription|lien d'inscription|billetterie",
    ),
    *of(Event, lieu="venue adresse|salle|nom du lieu|lieu de l'événement"),
    Edition(Event._meta.get_field("ess_month"), "mois_ess", "mois de l'ess", "édition"),
    *of(Event, mois_ess_deduit="ess_month_inferred édition déduite"),
    Tied(EventRole, "event", "roles", "structures", "structure", "organisateur", "organisateurs", "organisé par",
         also=ROLES),
    ManyRecords(Event._meta.get_field("poles"), "poles", "pôle", "ptce"),
    ManyRecords(Event._meta.get_field("cooperations"), "cooperations", "coopération"),
    titles="titre de l'événement|titre|intitulé|événement|nom de l'événement|manifestation",
    matcher=EventMatcher,
    select=["ess_month"],
    prefetch=["roles__structure", "poles", "cooperations"],
)  # fmt: skip
