"""What a person fills in to bring a table in."""

from django import forms
from django.core.validators import FileExtensionValidator

from ptce_hub.directory.models import Status
from ptce_hub.directory.tabular.limits import MOST_BYTES, too_large

ENDINGS = ["csv", "tsv", "txt", "xlsx", "ods"]


class FileForm(forms.Form):
    file = forms.FileField(
        label="Fichier",
        help_text=f"CSV, XLSX ou ODS, {MOST_BYTES // 1_000_000} Mo au plus, une ligne de titres en haut.",
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(f".{ending}" for ending in ENDINGS)}),
        validators=[
            FileExtensionValidator(
                ENDINGS,
                "Un fichier .%(extension)s ne se lit pas ici : enregistrez-le en CSV, .xlsx ou .ods, sans macros.",
            )
        ],
        error_messages={"required": "Choisissez un fichier.", "empty": "Ce fichier est vide."},
    )
    source = forms.CharField(
        label="Provenance",
        max_length=120,
        help_text="Qui tient ce tableau, par exemple « Cress Normandie, adhérents ». Gardez la même d'une fois sur "
        "l'autre : les mêmes lignes sont alors reconnues.",
        error_messages={"required": "Dites d'où vient ce tableau."},
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )

    def __init__(self, *args, too_large=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.too_large = too_large
        self.fields["file"].required = not too_large

    def clean_file(self):
        if self.too_large:
            raise forms.ValidationError(str(too_large()))
        return self.cleaned_data["file"]

    def clean_source(self):
        return " ".join(self.cleaned_data["source"].split())


class MappingForm(forms.Form):
    """A choice of column for each heading, and values for the rows in which a needed one is missing."""

    def __init__(self, *args, table, run, **kwargs):
        super().__init__(*args, **kwargs)
        self.table, self.run = table, run
        columns = [("", "(ne pas reprendre)")] + [(each.name, each.label) for each in table.inputs.values()]
        for rank, heading in enumerate(run.headings):
            title = heading or f"colonne {rank + 1}, sans titre"
            self.fields[f"column-{rank}"] = forms.ChoiceField(
                label=title, choices=columns, required=False, initial=run.mapping[rank]
            )
        for each in table.fields:
            if each.needed and each.inputs[0].choices:
                name = each.inputs[0].name
                self.fields[f"constant-{name}"] = forms.ChoiceField(
                    label=f"{each.label.capitalize()}, là où la case est vide",
                    choices=[("", "(laisser vide)"), *each.inputs[0].choices],
                    required=False,
                    initial=run.constants.get(name, ""),
                )

    def columns(self):
        """Each heading's choice, with the first cells under it."""
        samples = [row.cells for row in self.run.rows.order_by("number")[:3]]
        for rank in range(len(self.run.headings)):
            shown = [cells[rank][:60] for cells in samples if rank < len(cells) and cells[rank].strip()]
            yield self[f"column-{rank}"], shown

    def constants(self):
        return [self[name] for name in self.fields if name.startswith("constant-")]

    def clean(self):
        chosen = [self.cleaned_data.get(f"column-{rank}", "") for rank in range(len(self.run.headings))]
        labels = {name: each.label for name, each in self.table.inputs.items()}
        for name in {name for name in chosen if name and chosen.count(name) > 1}:
            self.add_error(None, f"« {labels[name]} » est donné par plusieurs colonnes : n'en gardez qu'une.")
        if not any(chosen):
            self.add_error(None, "Aucune colonne n'est reprise : choisissez-en au moins une.")
        self.mapping = chosen
        self.constants_said = {
            name.removeprefix("constant-"): value
            for name, value in self.cleaned_data.items()
            if name.startswith("constant-") and value
        }
        return self.cleaned_data


class ApplyForm(forms.Form):
    keep_good = forms.BooleanField(
        label="Garder les bonnes lignes même si d'autres sont refusées",
        required=False,
        initial=True,
        help_text="Sinon, une seule ligne refusée et rien n'est importé.",
    )
    status = forms.ChoiceField(label="Les fiches créées sont", widget=forms.RadioSelect, initial=Status.PROPOSED)

    def __init__(self, *args, may_publish, with_status, refused=0, **kwargs):
        super().__init__(*args, **kwargs)
        self.refused = refused
        choices = [(Status.PROPOSED, "proposées : à relire avant de paraître")]
        if may_publish:
            choices.append((Status.PUBLISHED, "publiées tout de suite"))
        self.fields["status"].choices = choices
        if not with_status:
            del self.fields["status"]

    def clean_keep_good(self):
        keep = self.cleaned_data["keep_good"]
        if self.refused and not keep:
            raise forms.ValidationError(
                f"{self.refused} ligne{'s' if self.refused > 1 else ''} refusée{'s' if self.refused > 1 else ''} : "
                "rien n'a été importé. Corrigez le fichier, ou gardez les bonnes lignes."
            )
        return keep
