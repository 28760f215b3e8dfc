"""Which records: published, of a territory, to check again, that mention some words; what a list shows of them."""

import datetime
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q
from django.utils import timezone

from ptce_hub.directory.fields.dates import today
from ptce_hub.directory.search.hits import BestFirst, keys_of
from ptce_hub.directory.search.questions import as_question
from ptce_hub.territories.models import Containment, Kind, Territory

#: What no card shows, left in the database.
UNSHOWN = ("alternative_names", "notes", "staff_notes", "sources", "search_text", "import_digest")


class Status(models.TextChoices):
    DRAFT = "draft", "brouillon"
    PROPOSED = "proposed", "proposé"
    PUBLISHED = "published", "publié"
    ARCHIVED = "archived", "archivé"


class EntryQuerySet(models.QuerySet):
    def published(self):
        shown = self.filter(status=Status.PUBLISHED)
        return shown.filter(**{f"{last}__gte": today()}) if (last := self.model.last_day) else shown

    def placement(self, among=None, at=None):
        """What is true of those that stand in one of the territories ``among`` (keys; None: any) or ``at`` that one."""
        condition = Q()
        for field in self.model.territory_fields:
            here = Q(**{f"{field}__isnull": False}) if among is None else Q(**{f"{field}__in": among})
            if at:
                here |= Q(**{field: at})
            if self.model._meta.get_field(field).many_to_many:
                here = Q(pk__in=self.model._base_manager.filter(here).values("pk"))
            condition |= here
        return condition

    def placed(self, among=None, at=None):
        return self.filter(self.placement(among, at))

    def within(self, territory):
        """Those of ``territory`` or of anything wholly inside it."""
        if territory.kind == Kind.COUNTRY:  # every territory is: no need to ask of 36,000 of them
            return self.placed()
        itself = Territory.objects.filter(pk=territory.pk).values("pk")
        inside = Containment.objects.filter(outer=territory, whole=True).values("inner")
        return self.placed(itself.union(inside, all=True))  # not « or »: SQLite would then scan every entry

    def covering(self, territory):
        """Those of a wider territory, in which ``territory`` lies wholly."""
        wider = Containment.objects.filter(inner=territory, whole=True).values("outer")
        return self.placed(wider).but_not(lambda entries: entries.within(territory))

    def overlapping(self, territory):
        """Those of a territory that shares a part with ``territory``, neither containing the other."""
        partly = Containment.objects.filter(inner=territory, whole=False).values("outer")
        nearer = (lambda entries: entries.within(territory), lambda entries: entries.covering(territory))
        return self.placed(partly).but_not(*nearer)

    def but_not(self, *nearer):
        """Without those that also stand nearer; only an entry of several territories can."""
        if self.model.territory_fields == ("territory",):
            return self
        others = self.model._default_manager.all()
        return self.exclude(reduce(or_, (Q(pk__in=narrow(others).values("pk")) for narrow in nearer)))

    def unplaced(self):
        return self.filter(self.is_unplaced())

    def is_unplaced(self):
        """The condition of being of no territory at all."""
        nowhere = Q(territory=None)
        for field in map(self.model._meta.get_field, self.model.territory_fields):
            if field.many_to_many:
                nowhere &= ~Q(pk__in=field.remote_field.through.objects.values(field.m2m_field_name()))
        return nowhere

    def to_recheck(self):
        return self.filter(self.is_to_recheck())

    def is_to_recheck(self):
        """The condition of being published, and checked by nobody for a year; what ends by itself needs no check."""
        if self.model.last_day:
            return Q(pk__in=[])
        a_year_ago = timezone.localdate() - datetime.timedelta(days=365)
        return Q(status=Status.PUBLISHED) & (Q(verified_on=None) | Q(verified_on__lt=a_year_ago))

    def mentioning(self, words):
        """The published ones whose names, places, themes or texts have every word, a typo forgiven.

        ``words`` is a text, or the ``Question`` already read from it.
        """
        return self.filter(pk__in=keys_of(self.model, as_question(words)))

    def best_first(self, words):
        """The keys of those that mention ``words``, the best first; beyond 5,000, by name."""
        return BestFirst(self, as_question(words))

    def for_cards(self):
        """What a list shows, for a number of queries that does not depend on the rows."""
        own = [field.name for field in self.model._meta.concrete_fields if field.name not in UNSHOWN]
        places = [f"territory__{name}" for name in ("kind", "slug", "code", "department__code")]
        places += [f"territory__{way}name" for way in ("", "department__", "region__")]
        cards = self.select_related("territory__department", "territory__region").only(*own, *places)
        return cards.order_by(*self.model._meta.ordering)
