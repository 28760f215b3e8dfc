"""What a person fills in: the programme, then each of its lines, corrected in place."""

from django import forms
from django.core.validators import FileExtensionValidator

from events.entering.checking import LEAVE_OUT, MERGE_WITH, NOT_SAME, Line
from events.entering.pasting import FIELDS, LABELS, MOST_LINES, read_pasted, read_uploaded
from events.models import EssMonth
from ptce_hub.directory.models import Status
from ptce_hub.directory.tabular.forms import ENDINGS
from ptce_hub.directory.tabular.limits import Unreadable, too_large
from ptce_hub.territories.models import Kind
from ptce_hub.territories.resolving import resolve


class PasteForm(forms.Form):
    text = forms.CharField(
        label="Programme collé",
        required=False,
        help_text=f"Depuis un tableur, un courriel ou un PDF : une ligne par événement, {MOST_LINES} au plus.",
        widget=forms.Textarea(attrs={"rows": 12, "class": "vLargeTextField"}),
    )
    file = forms.FileField(
        label="Ou un fichier",
        required=False,
        help_text="CSV, XLSX ou ODS.",
        widget=forms.FileInput(attrs={"accept": ",".join(f".{ending}" for ending in ENDINGS)}),
        validators=[
            FileExtensionValidator(
                ENDINGS,
                "Un fichier .%(extension)s ne se lit pas ici : enregistrez-le en CSV, .xlsx ou .ods, sans macros.",
            )
        ],
        error_messages={"empty": "Ce fichier est vide."},
    )
    source = forms.CharField(
        label="Provenance",
        max_length=200,
        help_text="Publiée avec chaque événement : « Ville de Flers, programme de novembre 2026 ».",
        error_messages={"required": "Dites d'où vient ce programme."},
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
    commune = forms.CharField(
        label="Commune",
        required=False,
        max_length=200,
        help_text="De toutes les lignes qui n'en disent pas.",
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
    edition = forms.ModelChoiceField(
        EssMonth.objects.all(),
        label="Mois de l'ESS",
        required=False,
        empty_label="(aucune édition)",
        help_text="L'édition dont ce programme fait partie ; son année est celle des dates qui n'en ont pas.",
    )

    def __init__(self, *args, too_large=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.too_large = too_large

    def clean_commune(self):
        text = self.cleaned_data["commune"].strip()
        if text and not resolve(text, [Kind.COMMUNE]):
            raise forms.ValidationError("Aucune commune n'a ce nom : corrigez-le, ou ajoutez le code postal.")
        return text

    def clean(self):
        text, file = self.cleaned_data.get("text"), self.cleaned_data.get("file")
        self.pasted = None
        if self.too_large:
            self.add_error("file", str(too_large()))
        elif text and file:
            self.add_error("file", "Collez le programme ou choisissez un fichier, pas les deux.")
        elif not text and not file and not self.has_error("file"):
            self.add_error("text", "Collez un programme, ou choisissez un fichier.")
        elif not self.errors:
            try:
                self.pasted = read_uploaded(file.read(), file.name) if file else read_pasted(text)
            except Unreadable as problem:
                self.add_error("file" if file else "text", str(problem))

    def lines(self):
        for number, texts in self.pasted.lines:
            if not texts["commune"] and self.cleaned_data["commune"]:
                texts = with_commune(texts, self.cleaned_data["commune"])
            yield Line(number, texts)


def with_commune(texts, commune):
    """The line's own commune when its place ends with one: « Forum, 61100 Flers »."""
    venue, _, last = texts["venue"].rpartition(", ")
    if venue and resolve(last, [Kind.COMMUNE]):
        return texts | {"venue": venue, "commune": last}
    return texts | {"commune": commune}


class ReviewForm(forms.Form):
    """What holds for all the lines."""

    source = forms.CharField(max_length=200, widget=forms.HiddenInput)
    edition = forms.ModelChoiceField(EssMonth.objects.all(), required=False, widget=forms.HiddenInput)
    status = forms.ChoiceField(label="Les événements créés sont", widget=forms.RadioSelect, required=False)

    def __init__(self, *args, may_publish, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [(Status.PROPOSED, "proposés : à relire avant de paraître")]
        if may_publish:
            choices.append((Status.PUBLISHED, "publiés tout de suite"))
        self.fields["status"].choices = choices
        self.fields["status"].initial = choices[-1][0]


class LineForm(forms.Form):
    """A line as it is written; its choices once it is checked."""

    def __init__(self, line):
        super().__init__(initial=line.texts, prefix=f"ligne-{line.number}")
        self.line = line
        for name in FIELDS:
            widget = forms.Textarea(attrs={"rows": 2}) if name == "summary" else forms.TextInput()
            if any(about == name for about, _ in line.problems):
                widget.attrs |= {"aria-invalid": "true", "aria-describedby": f"id_{self.prefix}-{name}_error"}
            self.fields[name] = forms.CharField(label=LABELS[name].capitalize(), required=False, widget=widget)
        self.add_choices(line)

    def add_choices(self, line):
        for name, label in (("commune", "Quelle commune ?"), ("organiser", "Quelle structure ?")):
            if name in line.choices:
                self.fields[f"{name}-choice"] = forms.ChoiceField(
                    label=label, choices=[("", "(choisir)"), *line.choices[name]], initial=line.chosen.get(name, "")
                )
        found = [(f"{MERGE_WITH}{event.pk}", f"Compléter « {event} » ({event.start})") for event, _ in line.suspects]
        new = [(NOT_SAME, "Ce n'est pas le même : créer")] if found else []
        first = "(à décider)" if found else "Créer" if not line.problems else "(à corriger)"
        self.fields["decision"] = forms.ChoiceField(
            label="Que faire", choices=[("", first), *found, *new, (LEAVE_OUT, "Laisser de côté")],
            initial=line.decision,
        )  # fmt: skip

    def cells(self):
        """The fields in the cells of a row, each with what is wrong of it."""
        cells = (
            ("title", "when", "summary"),
            ("commune", "commune-choice", "venue"),
            ("organiser", "organiser-choice", "website", "price"),
            ("decision",),
        )
        return [[(self[name], self.said_of(name)) for name in cell if name in self.fields] for cell in cells]

    def said_of(self, name):
        return [sentence for about, sentence in self.line.problems if about == name]


def lines_sent(data):
    """The lines that a review sends back, with what was chosen of each."""
    for number in sorted({int(each) for each in data.getlist("ligne") if each.isdigit() and len(each) < 7})[
        :MOST_LINES
    ]:
        texts = {name: data.get(f"ligne-{number}-{name}", "").strip() for name in FIELDS}
        chosen = {
            "commune": data.get(f"ligne-{number}-commune-choice", ""),
            "organiser": data.get(f"ligne-{number}-organiser-choice", ""),
            "decision": data.get(f"ligne-{number}-decision", ""),
        }
        yield Line(number, texts, {name: value for name, value in chosen.items() if value})
