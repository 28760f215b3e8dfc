"""What the tests of imported tables share: a file of structures, its run at each step, and what its rows say."""

from collections import Counter

from actors.models import Structure
from actors.tables import STRUCTURES
from events.models import Event
from poles.models import Cooperation, Membership, Pole
from ptce_hub.directory.search.models import SearchEntry
from ptce_hub.directory.tabular.checking import counts
from ptce_hub.directory.tabular.models import Origin
from ptce_hub.directory.tabular.receiving import receive
from ptce_hub.directory.tabular.running import State, go_on, start

#: Models whose list is taken out as a table, and the word under which it comes back.
EXPORTED = [
    (Structure, "structures"), (Pole, "poles"), (Membership, "participations"), (Cooperation, "cooperations"),
    (Event, "evenements"),
]  # fmt: skip
HEADINGS = "identifiant;nom;nature;commune;code postal;siret;thèmes"
ARCHER = "A1;Groupe Archer;groupement;Romans-sur-Isère;26100;;"
KEBELE = "A2;Kèbelé;asso;Lyon;69001;;"


def table(*rows, headings=HEADINGS, encoding="utf-8"):
    return "\n".join([headings, *rows]).encode(encoding)


def checked(content, user=None, table=STRUCTURES, name="essai.csv", source="essai", **options):
    """The run of a file, checked to the end."""
    run = receive(table, content, name, source, user, **options)
    start(run, State.CHECKING)
    return go_on(table, run.pk, seconds=None)


def applied(content, user=None, table=STRUCTURES, **options):
    run = checked(content, user, table, **options)
    start(run, State.APPLYING)
    return go_on(table, run.pk, seconds=None)


def undone(run, table=STRUCTURES):
    start(run, State.UNDOING)
    return go_on(table, run.pk, seconds=None)


def outcomes(run):
    """``{line: outcome}``; the counts always add up."""
    found = counts(run)
    assert found.pop("read") == sum(found.values())
    return {row.number: row.outcome for row in run.rows.all()}


def row_of(run, number=2):
    return run.rows.get(number=number)


def said(run, number=2):
    return " ".join(f"{label} : {text}" for label, text in row_of(run, number).messages)


def is_whole(run):
    """What the rows say was done is what is in the directory, in its search and in what is kept for the next time."""
    rows = run.rows.filter(outcome="created")
    there = set(Structure.objects.values_list("pk", flat=True))
    done = set(rows.filter(applied=True, undone="").values_list("object_id", flat=True))
    assert there == done
    assert set(SearchEntry.objects.filter(kind="structure").values_list("object_id", flat=True)) == there
    assert set(Origin.objects.values_list("object_id", flat=True)) == there
    return Counter(rows.values_list("applied", "undone"))
