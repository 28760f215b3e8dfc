"""Where moderators keep the sources of events, see how their last reading went, and read them at once."""

from dataclasses import replace

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError

from events.harvest.fetching import MOST_BYTES, PUBLIC, Unfetched, target
from events.harvest.reading import read_source
from events.models import Source
from ptce_hub.directory.rights import in_reach, is_national, reach_of, zone
from ptce_hub.directory.staff.desk import Line, listed, on_desk
from ptce_hub.directory.staff.ties import RowAdmin

FETCH_WAITED, WAITED = 10, 15  # seconds that a person waits; the command takes up what is left


class SourceForm(forms.ModelForm):
    user = None
    file = forms.FileField(
        label="Fichier", required=False, help_text="Au lieu d'une adresse : un fichier .ics ou .json de 5 Mo au plus."
    )

    def clean_address(self):
        address = self.cleaned_data["address"]
        if address:
            try:
                target(address, PUBLIC)
            except Unfetched as refusal:
                raise ValidationError(str(refusal)) from None
        return address

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and file.size > MOST_BYTES:
            raise ValidationError("Ce fichier pèse plus de 5 Mo : choisissez un agenda plus étroit.")
        if file:
            self.instance.content = file.read()
        return file

    def clean_territory(self):
        territory = self.cleaned_data["territory"]
        if not is_national(self.user) and territory.pk not in reach_of(self.user):
            raise ValidationError(f"Choisissez un territoire parmi les vôtres ({zone(self.user)}), ou l'un des leurs.")
        return territory

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("file") and cleaned.get("address"):
            raise ValidationError("Donnez une adresse ou un fichier, non les deux.")
        if cleaned.get("address"):
            self.instance.content = None
        elif not (self.errors or self.instance.content):
            self.add_error("address", "Donnez une adresse, ou envoyez un fichier.")
        return cleaned


@admin.register(Source)
class SourceAdmin(RowAdmin):
    on_index = True
    form = SourceForm
    list_display = ["name", "kind", "structure", "territory", "active", "state", "read_at", "outcome"]
    list_filter = ["failed", "active", "kind"]
    list_select_related = ["structure", "territory"]
    search_fields = ["name", "address"]
    ordering = ["name"]
    readonly_fields = ["state", "read_at", "outcome"]
    actions = ["read_now"]
    fieldsets = [
        (None, {"fields": ["name", "kind", "address", "file", "page"]}),
        ("À qui et où", {"fields": ["structure", "territory"]}),
        ("Suivi", {"fields": ["active", "publishes", "state", "read_at", "outcome"]}),
    ]

    @admin.display(description="état", ordering="failed")
    def state(self, source):
        """In words: the sign of a false « en panne » looks like that of a failure."""
        return "en panne" if source.failed else "lue" if source.read_at else "jamais lue"

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        return type(form.__name__, (form,), {"user": request.user})

    def save_model(self, request, obj, form, change):
        """Whatever was changed, the next reading is a whole one."""
        obj.etag, obj.last_modified, obj.read_whole_on = "", "", None
        super().save_model(request, obj, form, change)

    @admin.action(description="Lire maintenant (la première des sources choisies)", permissions=["change"])
    def read_now(self, request, queryset):
        for source in self.split(request, queryset.select_related("territory")[:1], "change"):
            went_well = read_source(source, replace(PUBLIC, seconds=FETCH_WAITED), WAITED)
            level = messages.SUCCESS if went_well else messages.ERROR
            self.message_user(request, f"« {source} » : {source.outcome}", level)


@on_desk
def sources_out_of_order(user):
    count = in_reach(user, Source.objects.out_of_order()).count()
    return [Line("sources d'événements en panne", count, listed(Source, user, failed__exact=1, active__exact=1))]
