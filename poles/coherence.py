"""What does not hold together among poles, cooperations, places and calls."""

from django.db.models import Count, Q

from poles.models import Call, Cooperation, Exchange, Participation, Pole, SharedPlace
from ptce_hub.directory.models import Status
from ptce_hub.directory.staff.coherence import everywhere, rule, years_reversed

everywhere(Pole, Cooperation, SharedPlace, Call, Exchange)


@rule("Pôle publié dont aucun membre n'est publié.", Pole)
def pole_alone(poles):
    return poles.published().exclude(memberships__structure__status=Status.PUBLISHED)


@rule("Reconnu avant d'avoir commencé à coopérer : l'une des deux dates est à revoir.", Pole)
def recognised_before_it_began(poles):
    return years_reversed(poles, "started", "recognised")


@rule("A pris fin, et pourtant dit « actif ».", Pole)
def ended_but_active(poles):
    return poles.filter(ended__isnull=False, activity=Pole.Activity.ACTIVE)


@rule("Une structure y entre après la fin du pôle.", Pole)
def joined_after_the_end(poles):
    return years_reversed(poles, "memberships__since", "ended")


@rule("Un membre n'est pas publié : il n'apparaît pas sur la page du pôle.", Pole)
def member_hidden(poles):
    return poles.published().filter(memberships__structure__status__in=(Status.DRAFT, Status.PROPOSED))


@rule("Moins de deux participants : une coopération se fait à deux au moins.", Cooperation)
def cooperating_alone(cooperations):
    who = Count("structure", distinct=True) + Count("pk", filter=Q(structure=None))
    crowd = Participation.objects.values("cooperation").annotate(count=who).filter(count__gte=2)
    return cooperations.published().exclude(pk__in=crowd.order_by().values("cooperation"))


@rule("Le pôle auquel elle appartient n'est pas publié.", Cooperation)
def of_a_hidden_pole(cooperations):
    return cooperations.published().filter(pole__isnull=False).exclude(pole__status=Status.PUBLISHED)


@rule("Un participant y entre après la fin de la coopération.", Cooperation)
def entered_after_the_end(cooperations):
    return years_reversed(cooperations, "participations__since", "ended")


@rule("Qui le publie n'est pas publié : la page ne dit pas de qui cela vient.", Exchange)
def published_by_nobody_shown(exchanges):
    return exchanges.published().exclude(Q(pole__status=Status.PUBLISHED) | Q(structure__status=Status.PUBLISHED))
