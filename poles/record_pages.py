"""The records of poles, cooperations, shared places and calls."""

from actors.partners import partners_of
from poles.models import Call, Cooperation, Degree, Pole, SharedPlace
from poles.timelines import cooperation_timeline, pole_timeline
from poles.views import CallPages, CooperationPages, PlacePages, PolePages
from ptce_hub.directory.shown import shown
from ptce_hub.directory.views import EntryPage

MEMBERS = 30  # shown at once


def together(structures):
    """Keys of the published cooperations and poles in which any of the structures takes part."""
    cooperations = Cooperation.objects.published().filter(participations__structure__in=structures)
    poles = Pole.objects.published().filter(memberships__structure__in=structures)
    return cooperations.order_by().values("pk"), poles.order_by().values("pk")


class PolePage(PolePages, EntryPage):
    template_name = "poles/pole.html"

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
                shown(Pole, "events"),
            )
        )

    def get_context_data(self, **kwargs):
        pole = self.object
        members = [membership.structure_id for membership in pole.memberships.all()]
        cooperations, poles = together(members)
        before = [row for row in pole.cooperations.all() if pole.comes_after(row.started)]
        return super().get_context_data(
            members=self.some(pole.memberships_by_role, "membres", MEMBERS),
            member_count=len(set(members)),
            before=before,
            within=self.some([row for row in pole.cooperations.all() if row not in before], "cooperations"),
            events=self.some(pole.events.all(), "evenements"),
            timeline=pole_timeline(pole),
            partners=partners_of(members, cooperation=cooperations, pole=poles.exclude(pk=pole.pk)),
            **kwargs,
        )


class CooperationPage(CooperationPages, EntryPage):
    template_name = "poles/cooperation.html"

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
            )
        )

    def get_context_data(self, **kwargs):
        cooperation = self.object
        participations = cooperation.participations.all()
        structures = [row.structure_id for row in participations if row.structure_id]
        cooperations, poles = together(structures)
        steps = {step.degree: step for step in Degree.objects.order_by("grid")}
        return super().get_context_data(
            participants=self.some(participations, "participants", MEMBERS),
            readings=[(reading, steps.get(reading.degree)) for reading in cooperation.assessments.all()],
            events=self.some(cooperation.events.all(), "evenements"),
            timeline=cooperation_timeline(cooperation),
            partners=partners_of(structures, cooperation=cooperations.exclude(pk=cooperation.pk), pole=poles),
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
