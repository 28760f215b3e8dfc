"""Records that nobody could take for real ones, in number: what measures are made on, never a host's data."""

import datetime
import itertools

from django.db import transaction
from django.utils import timezone

from actors.models import Structure
from events.models import Event
from poles.models import Cooperation, Membership, Participation, Pole
from ptce_hub.directory.models import Status, Theme
from ptce_hub.directory.search.indexing import rebuild
from ptce_hub.territories.models import Kind, Territory
from ptce_hub.territories.names import fold

#: Stands where an imported record keeps its digest, and tells a generated row from any other.
MARK = "essai"
NOUNS = [Structure, Pole, Cooperation, Event]
BATCH = 500

SENTENCES = (
    "Fiche d'essai, faite par le programme pour mesurer le site.",
    "Réemploi des matériaux et formation des habitants du canton.",
    "Une cuisine commune, un atelier partagé et deux salariés.",
    "Circuits courts entre maraîchers, cantines et épiceries solidaires.",
    "Énergies citoyennes, mobilité à vélo et garage associatif.",
)


@transaction.atomic
def generate(rows, say=lambda text: None):
    """Adds ``rows`` records of each large noun, as many ties, and their history."""
    communes = list(Territory.objects.filter(kind=Kind.COMMUNE).order_by("code").values_list("pk", flat=True)[::7])
    for noun in NOUNS:
        say(f"{rows} {noun._meta.verbose_name_plural}…")
        add_records(noun, rows, communes)
    structures, poles, cooperations = (list(generated(noun)[:rows]) for noun in (Structure, Pole, Cooperation))
    say(f"{rows} participations de chaque sorte…")
    add_rows(Membership, memberships_of(poles, structures))
    add_rows(Participation, participations_of(cooperations, structures))
    say("recherche…")
    rebuild()


def generated(noun):
    """The last rows generated first, as keys."""
    return noun.objects.filter(import_digest=MARK).order_by("-pk").values_list("pk", flat=True)


def add_records(noun, rows, communes):
    first = generated(noun).count() + 1
    records = (record(noun, number, communes) for number in range(first, first + rows))
    tie = noun.themes.field.m2m_column_name()
    themes = itertools.cycle(all_themes())
    for added in add_rows(noun, records):
        noun.themes.through.objects.bulk_create(
            noun.themes.through(**{tie: row.pk, "theme_id": next(themes)}) for row in added
        )


def add_rows(model, rows):
    """Writes the rows and their history, a batch at a time; gives the batches."""
    batches = []
    for batch in itertools.batched(rows, BATCH):
        added = model.objects.bulk_create(batch)
        model.history.bulk_history_create(added, batch_size=BATCH)
        batches.append(added)
    return batches


def record(noun, number, communes):
    title = f"{noun._meta.verbose_name.capitalize()} d'essai {number:05}"
    row = noun(
        name=title,
        slug=fold(title).replace(" ", "-"),
        status=Status.DRAFT if number % 10 == 0 else Status.PUBLISHED,
        summary=" ".join(SENTENCES[(number + step) % len(SENTENCES)] for step in range(3)),
        territory_id=communes[number * 31 % len(communes)] if communes else None,
        sources=[] if number % 4 == 0 else [f"https://exemple.fr/{number}"],
        verified_on=None if number % 3 == 0 else timezone.localdate() - datetime.timedelta(days=number % 800),
        import_digest=MARK,
        **own_fields(noun, number),
    )
    row.sort_name = fold(row.name)
    return row


def own_fields(noun, number):
    """What the noun asks for, or shows first."""
    if noun is Structure:
        return {"kind": nth(Structure.Kind.values, number)}
    if noun is Pole:
        return {"activity": nth(Pole.Activity.values, number), "started": str(1990 + number % 30)}
    if noun is Cooperation:
        return {"kind": nth(Cooperation.Kind.values, number), "started": f"{1990 + number % 30}-05"}
    return {"start": f"{2010 + number % 18}-{number % 12 + 1:02}-{number % 28 + 1:02}"}


def nth(values, number):
    return values[number % len(values)]


def memberships_of(poles, structures):
    roles = Membership.Role.values
    for number, structure in enumerate(structures):
        yield Membership(pole_id=nth(poles, number // 8), structure_id=structure, role=nth(roles, number), since="2015")


def participations_of(cooperations, structures):
    for number, structure in enumerate(structures):
        yield Participation(cooperation_id=nth(cooperations, number // 4), structure_id=structure, role="membre")


def all_themes():
    """The keys of the themes; some of our own when none was loaded."""
    if not Theme.objects.exists():
        Theme.objects.bulk_create(Theme(slug=f"theme-d-essai-{n}", label=f"Thème d'essai {n}") for n in range(1, 23))
    return list(Theme.objects.values_list("pk", flat=True))


def others_published():
    """How many published records of the large nouns were not generated here."""
    return sum(noun.objects.published().exclude(import_digest=MARK).count() for noun in NOUNS)
