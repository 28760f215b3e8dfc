"""The records of poles, cooperations, shared places and calls."""

from functools import cache

from django.db.models import Count

from actors.partners import partners_of
from poles.models import Call, Cooperation, Degree, Participation, Pole, SharedPlace
from poles.timelines import cooperation_timeline, pole_timeline
from poles.views import CallPages, CooperationPages, PlacePages, PolePages
from ptce_hub.directory.history.pages import Dated
from ptce_hub.directory.shown import shown
from ptce_hub.directory.views import EntryPage
from ptce_hub.directory.written import Written, rows_among

MEMBERS = 30  # shown at once


def between_members(pole, members):
    """The cooperations, not the pole's own, that two of its members or more had together before it."""
    rows = rows_among(members, together_written) if len(members) > 1 else []
    return [row for row in rows if row.pole_id != pole.pk and pole.comes_after(row.started)]


@cache
def together_written(structures):
    theirs = Participation.objects.filter(structure__in=structures).values("cooperation").order_by()
    shared = theirs.annotate(count=Count("structure", distinct=True)).filter(count__gt=1).values("cooperation")
    rows = Cooperation.objects.published().filter(pk__in=shared, started__isnull=False).order_by("started", "pk")
    return Written(rows.only("name", "started", "pole", *Cooperation.address_fields))


class PolePage(PolePages, EntryPage):
    template_name = "poles/pole.html"
    dated = (
        Dated("membres", "Structures du pôle", "memberships", "structure"),
        Dated("cooperations", "Coopérations du pôle", "cooperations", life=CooperationPages.life),
        Dated("lieux", "Lieux partagés", "places", life=PlacePages.life),
    )

    def for_page(self, entries):
        return (
            super()
            .for_page(entries)
            .prefetch_related(
                "scope",
                shown(Pole, "memberships", "structure"),
                shown(Pole, "recognitions", "call"),
                shown(Pole, "cooperations"),
                shown(Pole, "places"),
                shown(Pole, "exchanges"),
                shown(Pole, "events"),
                shown(Pole, "born_of_events"),
            )
        )

    def get_context_data(self, **kwargs):
        pole = self.object
        members = [membership.structure_id for membership in pole.memberships.all()]
        before = [row for row in pole.cooperations.all() if pole.comes_after(row.started)]
        return super().get_context_data(
            members=self.some(pole.memberships_by_role, "membres", MEMBERS),
            member_count=len(set(members)),
            before=before,
            within=self.some([row for row in pole.cooperations.all() if row not in before], "cooperations"),
            events=self.some(pole.events.all(), "evenements"),
            origins=self.some(pole.born_of_events.all(), "issu-de"),
            exchanges=self.some(pole.exchanges.all(), "besoins"),
            timeline=pole_timeline(pole, between_members(pole, members)),
            partners=partners_of(members),
            **kwargs,
        )


def ladder(steps, assessments):
    """Each degree with its label and the assessments that gave it, the oldest first."""
    found = {degree: [] for degree in range(1, 7)}
    for assessment in reversed(assessments):
        found[assessment.degree].append(assessment)
    return [(degree, steps[degree].label if degree in steps else "", rows) for degree, rows in found.items()]


class CooperationPage(CooperationPages, EntryPage):
    template_name = "poles/cooperation.html"
    dated = (Dated("participants", "Participants", "participations", "structure"),)

    def for_page(self, entries):
        return (
            super()
            .for_page(entries)
            .select_related("pole")
            .prefetch_related(
                "agreements",
                "assessments",
                shown(Cooperation, "participations", "structure"),
                shown(Cooperation, "events"),
                shown(Cooperation, "born_of_events"),
            )
        )

    def get_context_data(self, **kwargs):
        cooperation = self.object
        participations = cooperation.participations.all()
        structures = [row.structure_id for row in participations if row.structure_id]
        steps = {step.degree: step for step in Degree.objects.order_by("grid")}
        readings = [(reading, steps.get(reading.degree)) for reading in cooperation.assessments.all()]
        return super().get_context_data(
            participants=self.some(participations, "participants", MEMBERS),
            readings=readings,
            ladder=ladder(steps, cooperation.assessments.all()),
            events=self.some(cooperation.events.all(), "evenements"),
            origins=self.some(cooperation.born_of_events.all(), "issu-de"),
            timeline=cooperation_timeline(cooperation),
            partners=partners_of(structures),
            **kwargs,
        )


class PlacePage(PlacePages, EntryPage):
    template_name = "poles/place.html"

    def for_page(self, entries):
        managers = shown(SharedPlace, "managed_by")
        return super().for_page(entries).select_related("pole").prefetch_related("figures", managers)


class CallPage(CallPages, EntryPage):
    template_name = "poles/call.html"

    def for_page(self, entries):
        recognitions = shown(Call, "recognitions", "pole")
        return super().for_page(entries).prefetch_related("figures", recognitions, shown(Call, "organisers"))

    def get_context_data(self, **kwargs):
        return super().get_context_data(results=self.some(self.object.recognitions.all(), "poles", MEMBERS), **kwargs)
