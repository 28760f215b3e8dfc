"""Loads a folder of geography files, first time or later vintage alike: all of it, or nothing."""

from django.db import transaction
from django.db.models import Max, Q

from . import containment
from .applying import mark_vintage, read_territories, write_names, write_places
from .geography import DATA, digest
from .models import Kind, LoadedVintage
from .official_points import place_officially
from .reading import read_geography, stated_vintage
from .report import Report
from .rows import InvalidFolder
from .succession import settle

#: Above this share of communes gone at once, the file is cut short rather than the country.
PLAUSIBLE_LOSS = 0.1


def is_loaded(folder=DATA):
    """Whether these very files were loaded, at any time, or a later vintage: what was loaded since stays."""
    return LoadedVintage.objects.filter(Q(digest=digest(folder)) | Q(vintage__gt=stated_vintage(folder))).exists()


def load(folder=DATA, vintage="", dry_run=False, say=lambda text: None):
    """Makes the tables agree with the folder and gives the ``Report``; ``InvalidFolder`` changes nothing."""
    say("Lecture et vérification des fichiers…")
    geography = read_geography(folder, vintage)
    report = Report(geography.vintage)
    with transaction.atomic():
        before = read_territories()
        refuse_implausible(geography, before)
        place_officially(geography)
        say("Territoires…")
        ids = write_places(geography, before, report)
        settle(geography, before, ids, report)
        mark_vintage(geography.vintage)
        say("Autres noms et codes…")
        write_names(geography, ids, before, report)
        say("Inclusions…")
        report.pairs.update(containment.rebuild())
        LoadedVintage.objects.get_or_create(digest=digest(folder), vintage=geography.vintage)
        transaction.set_rollback(dry_run)
    return report


def refuse_implausible(geography, before):
    """An older vintage, or one that lost many communes, would undo what stands."""
    latest = LoadedVintage.objects.aggregate(latest=Max("vintage"))["latest"] or ""
    if geography.vintage < latest:
        raise InvalidFolder(
            f"Rien n'a été changé : le millésime {latest} est déjà chargé, et {geography.vintage} est plus ancien."
        )
    standing = [key for key, each in before.items() if each.kind == Kind.COMMUNE and not each.ended]
    lost = sum(key not in geography.places for key in standing)
    if lost > PLAUSIBLE_LOSS * len(standing):
        raise InvalidFolder(
            f"Rien n'a été changé : {lost} communes sur {len(standing)} disparaîtraient ; communes.csv est-il entier ?"
        )
