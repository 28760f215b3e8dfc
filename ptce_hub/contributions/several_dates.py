"""An event held several times, proposed at once: its other dates, read as people write them, make a series with it."""

from django import forms

from events.entering.moments import Moment, MomentError, read_moments
from events.models import Event, Series
from events.wording import when
from ptce_hub.contributions.forms import AdditionForm
from ptce_hub.contributions.nouns import BY_MODEL
from ptce_hub.directory.fields.dates import PartialDate
from ptce_hub.directory.fields.lines import split_lines

MOST = 12  # other dates of one proposal
DATED = ("start", "end", "start_time", "end_time")
#: What all the dates share; the edition of the Mois de l'ESS is that of their year, the themes come after the save.
SHARED = tuple(name for name in BY_MODEL[Event].fields if name not in (*DATED, "ess_month", "themes"))


class EventAdditionForm(AdditionForm):
    more = forms.CharField(
        label="Autres dates du même événement",
        required=False,
        help_text="Une par ligne, comme vous la diriez : « sam. 5 décembre de 14 h à 17 h ». "
        f"{MOST} au plus ; chacune aura sa page.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def record_fields(self):
        """The other dates stand after the first."""
        place = self.noun.fields.index("end_time") + 1
        return [self[name] for name in (*self.noun.fields[:place], "more", *self.noun.fields[place:])]

    def clean(self):
        cleaned = super().clean()
        self.others = []
        if cleaned.get("more") and "start" in cleaned:
            try:
                self.others = self.read(split_lines(cleaned["more"]))
            except ValueError as mistake:
                self.add_error("more", str(mistake))
        return cleaned

    def read(self, lines):
        first = self.cleaned_data["start"]
        if first is None or not first.day:
            raise ValueError("Donnez d’abord la date de début, au jour près : ces dates s’y ajoutent.")
        found = {}
        for number, line in enumerate(lines, start=1):
            try:
                found |= dict.fromkeys(read_moments(line, today=first.earliest))
            except MomentError as mistake:
                raise ValueError(f"Ligne {number} : {mistake}") from None
        found.pop(Moment(first.earliest, None, self.cleaned_data["start_time"], self.cleaned_data["end_time"]), None)
        if len(found) > MOST:
            raise ValueError(f"{len(found)} dates, et {MOST} au plus : envoyez une seconde proposition.")
        return list(found)

    def preview(self):
        """The event as the public would read it, and its dates in words."""
        event = self.instance
        dated = [event, *(Event(territory=event.territory, **fields_of(as_kept(other))) for other in self.others)]
        return {"event": event, "dates": [when(each) for each in dated], "themes": self.cleaned_data["themes"]}


# --- Kept in the proposal -------------------------------------------------------------------------------------------


def as_kept(moment):
    """Texts by field, fit for JSON."""
    days = {name: day.isoformat() if day else "" for name, day in (("start", moment.start), ("end", moment.end))}
    hours = (("start_time", moment.start_time), ("end_time", moment.end_time))
    return days | {name: f"{hour:%H:%M}" if hour else "" for name, hour in hours} | {"words": moment.words}


def fields_of(kept):
    """The columns of an event, from what is kept of one of its dates."""
    read = {"start": PartialDate.parse, "end": PartialDate.parse}
    fields = {name: read.get(name, time_of)(kept[name]) if kept[name] else None for name in DATED}
    return fields | ({"notes": f"Horaires : {kept['words']}."} if kept["words"] else {})


def time_of(text):
    return Event._meta.get_field("start_time").to_python(text)


def said_of(proposal):
    """The other dates in words; where they are, their event."""
    made = Event.objects.in_bulk([kept["event"] for kept in proposal.occurrences if "event" in kept])
    place = proposal.territory
    return [
        (when(Event(territory=place, **fields_of(kept))), made.get(kept.get("event"))) for kept in proposal.occurrences
    ]


def as_lines(proposal):
    """As its author would write them again."""
    return "\n".join(text.replace("\N{NO-BREAK SPACE}", " ") for text in map(written, proposal.occurrences))


def written(kept):
    fields = fields_of(kept)
    days = [fields[name].earliest if fields[name] else None for name in ("start", "end")]
    return str(Moment(*days, fields["start_time"], fields["end_time"], kept["words"]))


# --- Made -----------------------------------------------------------------------------------------------------------


def make_others(proposal, event, user):
    """Write the events of the other dates, as ``event`` is, all in one series; the proposal then names them."""
    if not proposal.occurrences:
        return
    event.series = event.series or Series.called(event.name, event.territory)
    save(event, proposal, user)
    for kept in proposal.occurrences:
        fields = {name: getattr(event, name) for name in SHARED} | fields_of(kept)
        other = Event(status=event.status, series=event.series, **fields)
        if event.ess_month and event.ess_month.year == other.start.year:
            other.ess_month = event.ess_month
        other.slug = other.free_slug()
        other.full_clean()
        save(other, proposal, user)
        other.themes.set(event.themes.all())
        kept["event"] = other.pk


def save(event, proposal, user):
    event._change_reason, event._history_user = str(proposal), user
    event.save()


def events_made_by(proposal):
    """The published events that a proposal made, as far as they still stand, soonest first; none of any other."""
    accepted = proposal.state in (proposal.State.ACCEPTED, proposal.State.PARTLY)
    model = proposal.content_type.model_class()
    if proposal.act != proposal.Act.ADDITION or not accepted or model is not Event:
        return []
    keys = [proposal.object_id, *(kept["event"] for kept in proposal.occurrences if "event" in kept)]
    return list(Event.objects.published().filter(pk__in=keys).order_by("start", "pk"))
