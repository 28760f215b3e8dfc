"""What a noun's table is: its columns, how its rows are recognised, and what a row needs to become a record."""

import re
from copy import copy

from ptce_hub.directory.models import Status
from ptce_hub.directory.search.keys import with_finer
from ptce_hub.directory.tabular.fields import Choice, Input, Point, Verified, of
from ptce_hub.directory.tabular.matching import EntryMatcher, LinkMatcher
from ptce_hub.directory.tabular.ties import Place, Record, Themes
from ptce_hub.territories.names import fold

#: What the last line of a table is called, folded.
TOTAL = re.compile(r"(?:sous )?tota(?:l|ux)(?: general| \d.*| des? .*)?$")
IDENTIFIER = Input(
    "identifiant",
    "identifiant",
    ("id", "n°", "numéro", "référence", "ref", "code adhérent", "n° adhérent", "identifiant externe", "code", "slug"),
    "Le vôtre, ou la fin de l'adresse de la fiche : il fait reconnaître la ligne la fois suivante.",
)
PAGE = Input("page", "page", ("url de la fiche", "adresse de la fiche"), "Adresse de la fiche dans cet annuaire.")


class Table:
    """The rows of ``model``, brought in from files. ``name`` says which one in commands and addresses."""

    matcher = None
    identity = (IDENTIFIER,)
    creates_with_status = False

    def __init__(self, name, model, *fields, matcher=None, select=(), prefetch=(), ignored=()):
        self.name, self.model, self.fields = name, model, fields
        self.matcher = matcher or self.matcher
        self.select, self.prefetch, self.ignored = select, prefetch, ignored

    @property
    def inputs(self):
        """Every column that is read, each once: ``{name: Input}``."""
        found = {}
        for each in (*self.identity, *(each for field in self.fields for each in field.inputs)):
            found.setdefault(each.name, each)
        return found

    @property
    def label(self):
        return str(self.model._meta.verbose_name_plural)

    def records(self, keys):
        """``{key: record}`` as they are compared, with all that their fields read; each as the noun it really is."""
        found = {}
        for model in with_finer(self.model):
            rows = model._base_manager.select_related(*self.select).prefetch_related(*self.prefetch)
            found |= {row.pk: row for row in rows.filter(pk__in=keys)}
        return found

    def after(self, record, changes):
        """A copy of ``record`` with the ``changes``, to be looked at and never saved."""
        changed = copy(record)
        for field in self.fields:
            if field.name in changes and not field.late:
                field.write(changed, changes[field.name][1])
        return changed

    def why_not_new(self, values):
        """Why no record may be made of ``values``, beyond what the database refuses: a field's name and a sentence."""
        return None

    def new(self, values, status, answers=None):
        """An unsaved record of ``values``, tied to the records that ``answers`` holds."""
        row = self.model()
        for field in self.fields:
            if not field.late and values.get(field.name) is not None:
                field.write(row, values[field.name])
                if answers and isinstance(field, Record):
                    known = answers.records[field.origin.related_model].known
                    setattr(row, field.name, known[values[field.name][0]])
        return row

    def label_of(self, record):
        """What tells a record from its homonyms."""
        return str(record)

    def named(self, values):
        """What the report calls a row that is no record yet."""
        return str(values.get("name") or "")


class EntryTable(Table):
    """Records of the directory: what every one has, then the noun's own ``fields``."""

    matcher = EntryMatcher
    identity = (IDENTIFIER, PAGE)
    creates_with_status = True

    def __init__(self, name, model, *fields, needed=("name",), titles="", select=(), prefetch=(), **options):
        common = (
            *of(
                model,
                needed,
                nom=f"name {titles}",
                autres_noms="alternative_names autre nom|nom d'usage|ancien nom",
                presentation="summary description|objet|activité|résumé|texte",
            ),
            *fields,
            Themes(model._meta.get_field("themes"), "themes", "thème", "thématique", "thématiques", "secteur",
                   "secteurs", "domaine", "domaines"),
            Place(),
            *points(model),
            *of(
                model,
                territoire_mots="territory_words territoire en toutes lettres",
                site_web="website site|site internet|url|web|site web|adresse web|lien",
                sources="sources source|référence de la source",
                precisions="notes remarques|remarque|commentaire|commentaires|observations",
            ),
            Verified(model._meta.get_field("verified_on"), "verifie_le", "date de vérification", "vérifié"),
        )  # fmt: skip
        select = ("territory__department", "territory__region", *select)
        super().__init__(name, model, *common, select=select, prefetch=("themes", *prefetch), **options)

    def label_of(self, record):
        return f"{record} ({record.territory})" if record.territory else str(record)

    def why_not_new(self, values):
        if TOTAL.match(fold(values.get("name") or "")):
            return "name", "cette ligne semble un total, non une fiche : retirez-la."
        return None

    def new(self, values, status, answers=None):
        row = super().new(values, status, answers)
        row.status = status
        return row


class LinkTable(Table):
    """Ties between records: each is known by its two ``ends``, its role and its dates."""

    matcher = LinkMatcher

    def named(self, values):
        return " – ".join(values[end][1] for end in self.matcher.ends if values.get(end))


def points(model):
    names = {field.name for field in model._meta.fields}
    if "latitude" not in names:
        return ()
    return (
        Point(model._meta.get_field("latitude"), "latitude", "lat"),
        Point(model._meta.get_field("longitude"), "longitude", "lon", "lng", "long"),
    )


def choice(model, source, name, *words, also=None, needed=False):
    """A field of ``model`` with more words for its values than its own labels."""
    return Choice(model._meta.get_field(source), name, *words, also=also, needed=needed)


STATUSES = ((Status.PROPOSED, "proposées"), (Status.PUBLISHED, "publiées"))
