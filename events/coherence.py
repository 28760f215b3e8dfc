"""What does not hold together among events, and what is coming without a place."""

from django.db.models import F, IntegerField
from django.db.models.functions import Cast
from django.utils import timezone

from events.models import Event
from ptce_hub.directory.models import Status
from ptce_hub.directory.rights import in_reach
from ptce_hub.directory.staff.coherence import everywhere, rule, year
from ptce_hub.directory.staff.desk import Line, listed, on_desk

everywhere(Event)


@rule("L'édition du Mois de l'ESS n'est pas celle de l'année de l'événement.", Event)
def of_another_edition(events):
    dated = events.filter(ess_month__isnull=False, start__isnull=False)
    return dated.annotate(start_year=Cast(year("start"), IntegerField())).exclude(start_year=F("ess_month__year"))


@rule("Un temps du programme tombe hors des dates de l'événement.", Event)
def session_elsewhere(events):
    dated = events.filter(start__isnull=False, sessions__day__isnull=False)
    before = dated.filter(sessions__day__lt=F("start"))
    after = dated.filter(end__isnull=False, sessions__day__gt=F("end"))
    return events.filter(pk__in=before.values("pk")) | events.filter(pk__in=after.values("pk"))


@rule("À venir et sur place, sans lieu ni territoire : personne ne saura où aller.", Event)
def coming_nowhere(events):
    ahead = events.published().exclude(format=Event.Format.ONLINE)
    return ahead.filter(start__gte=timezone.localdate().isoformat(), territory=None, venue="")


@on_desk
def events_without_a_place(user):
    ahead = in_reach(user, Event.objects.published()).exclude(format=Event.Format.ONLINE).filter(territory=None)
    count = ahead.filter(start__gte=timezone.localdate().isoformat()).count()
    address = listed(Event, user, lieu="sans", status__exact=Status.PUBLISHED)
    return [Line("événements à venir sans territoire", count, address)]
