"""What a référent does with the tests of a record: answer, exchange, ask for another eye, compare, publish, erase.

The signed link says who asks. Answers that others give of the record are read once they are whole; those of another
record, never, except one's own.
"""

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.shortcuts import redirect, render
from django.urls import reverse

from poles.models import Diagnosis, Pole
from ptce_hub.contributions.check_links import readings_path, referent_at
from ptce_hub.contributions.checking import LinkPage
from ptce_hub.contributions.diagnosing.comparing import chosen, told
from ptce_hub.contributions.diagnosing.keeping import begin, erase, renew
from ptce_hub.contributions.diagnosing.testing import current_grid, refuse
from ptce_hub.contributions.guarding import past_limits
from ptce_hub.contributions.models import Referent
from ptce_hub.contributions.models.checks import LINK_LIFE
from ptce_hub.contributions.nouns import BY_MODEL
from ptce_hub.contributions.pages import WRONG
from ptce_hub.contributions.texts import PlainTexts
from ptce_hub.directory.fields.keys import keys_among
from ptce_hub.directory.mailing import send, site_address
from ptce_hub.territories.names import fold

Kind = Diagnosis.Kind
MOST = 12  # tests of a record, all kinds together
TOO_MANY = f"Cette fiche a déjà {MOST} lectures : effacez-en une."
UNREACHABLE = (
    "Personne ne reçoit ici de messages pour ce pôle : demandez-le-lui autrement, ou demandez un regard extérieur."
)


class ExchangeForm(PlainTexts):
    pole = forms.CharField(
        label="L’autre pôle",
        max_length=300,
        help_text="Son nom entier, ou l’adresse de sa page sur ce site. Vous répondrez sur lui, et lui sur vous.",
        error_messages={"required": "Dites avec quel pôle."},
    )

    def clean_pole(self):
        words = self.cleaned_data["pole"].strip()
        published = Pole.objects.published()
        slug = words.partition("/poles/")[2].partition("/")[0]
        found = list(published.filter(slug=slug) if slug else published.filter(sort_name=fold(words))[:2])
        if len(found) != 1:
            raise ValidationError("Aucun pôle publié, ou plusieurs, de ce nom : collez l’adresse de sa page.")
        return found[0]


class OutsideForm(PlainTexts):
    by_words = forms.CharField(
        label="L’organisation qui répondra",
        max_length=120,
        help_text="Le nom d’une organisation, non d’une personne : il sera public si vous publiez.",
        error_messages={"required": "Dites quelle organisation."},
    )


class ReferentPage(LinkPage):
    """``record`` is that of whoever the link was sent to."""

    def elsewhere(self):
        self.token = self.kwargs["token"]
        referent = referent_at(self.token, days=LINK_LIFE)
        self.record = referent and referent.is_active and referent.record
        if not self.record or not self.record.is_published or not hasattr(self.record, "diagnoses"):
            return refuse(self.request)
        self.name = BY_MODEL[type(self.record)].name
        return None

    def of_the_record(self):
        """The tests that read the record, the last first."""
        rows = self.record.diagnoses.with_ties().exclude(pk__in=Diagnosis.objects.expired())
        return rows.order_by("-finished_on", "-pk")

    def by_the_record(self):
        """Those of other poles that the record was asked to read."""
        if self.name != "pole":
            return Diagnosis.objects.none()
        rows = Diagnosis.objects.filter(by_pole=self.record, is_public=False).with_ties()
        return rows.exclude(pk__in=Diagnosis.objects.expired()).order_by("-pk")

    def readable(self):
        return self.of_the_record().filter(Q(kind=Kind.SELF) | Q(finished_on__isnull=False))


class Notebook(ReferentPage):
    def get(self, request, token):
        return self.show()

    def post(self, request, token):
        acts = {
            "begin": self.begin, "answer": self.answer, "exchange": self.exchange, "outside": self.outside,
            "publish": self.publish, "withdraw": self.withdraw, "erase": self.erase,
        }  # fmt: skip
        act = acts.get(request.POST.get("act"))
        return act() if act else redirect(request.path)

    def show(self, status=200, **context):
        readable = set(self.readable().values_list("pk", flat=True))
        ours = [(one, told(one), one.pk in readable) for one in self.of_the_record()]
        given = [(one, told(one)) for one in self.by_the_record()]
        forms_shown = {"exchange": ExchangeForm(), "outside": OutsideForm()} | context
        said = {"record": self.record, "token": self.token, "ours": ours, "given": given, "noun": self.name}
        return render(self.request, "contributions/diagnosing/notebook.html", said | forms_shown, status=status)

    def named(self, rows):
        """The one that the form names, held until the act is done; None when it is not among ``rows``."""
        found = rows.filter(pk__in=keys_among([self.request.POST.get("diagnosis", "")])).first()
        return found and Diagnosis.objects.with_ties().select_for_update(of=("self",)).filter(pk=found.pk).first()

    def back(self):
        return redirect(self.request.path)

    def begin(self):
        if self.record.diagnoses.count() >= MOST:
            return self.show(WRONG, mistake=TOO_MANY)
        _, secret = begin(current_grid(), **{self.name: self.record})
        return redirect("grid_test_home", secret)

    @transaction.atomic
    def answer(self):
        """A new link to what is answered here; answering another pole brings the same from it in return."""
        ours = self.of_the_record().filter(kind=Kind.SELF, is_public=False)
        diagnosis = self.named(ours) or self.named(self.by_the_record())
        if diagnosis is None:
            return self.back()
        if diagnosis.kind == Kind.MUTUAL and not diagnosis.in_return_of_id and diagnosis.pole:
            Diagnosis.objects.get_or_create(
                in_return_of=diagnosis,
                defaults={
                    "grid_id": diagnosis.grid_id,
                    "kind": Kind.MUTUAL,
                    "pole": self.record,
                    "by_pole": diagnosis.pole,
                },
            )
        return redirect("grid_test_home", renew(diagnosis))

    def exchange(self):
        if self.name != "pole":
            return self.back()
        form = ExchangeForm(self.request.POST)
        if form.is_valid() and (reason := self.ask(form.cleaned_data["pole"])):
            form.add_error("pole", reason)
        return self.show(WRONG, exchange=form, form=form) if form.errors else self.show(asked=form.cleaned_data["pole"])

    def ask(self, other):
        """Writes to the other pole's référent; why it could not, in a sentence, empty when the mail left."""
        if other == self.record:
            return "C’est votre propre pôle : choisissez-en un autre."
        if self.record.diagnoses.count() >= MOST:
            return TOO_MANY
        if Diagnosis.objects.filter(pole=self.record, by_pole=other, finished_on=None).exists():
            return "Vous le lui avez déjà demandé, et il n’a pas fini de répondre."
        noun = BY_MODEL[Pole].content_type
        agreed = Referent.objects.filter(content_type=noun, object_id=other.pk, is_active=True, takes_messages=True)
        referent = agreed.first()
        if referent is None:
            return UNREACHABLE
        if past_limits({"mail": referent.email}):
            return "Trop de messages lui ont été envoyés aujourd’hui : réessayez demain."
        try:
            with transaction.atomic():
                begin(current_grid(), kind=Kind.MUTUAL, pole=self.record, by_pole=other)
                link = site_address(readings_path(referent))
                send(referent.email, "contributions/exchange", record=self.record, other=other, link=link,
                     days=LINK_LIFE)  # fmt: skip
        except OSError:
            return "Le courrier n’a pas pu partir : réessayez dans une heure."
        return ""

    def outside(self):
        form = OutsideForm(self.request.POST)
        if form.is_valid() and self.record.diagnoses.count() >= MOST:
            form.add_error("by_words", TOO_MANY)
        if not form.is_valid():
            return self.show(WRONG, outside=form, form=form)
        _, secret = begin(current_grid(), kind=Kind.EXTERNAL, **{self.name: self.record}, **form.cleaned_data)
        return self.show(link=self.request.build_absolute_uri(reverse("grid_test_home", args=[secret])))

    def publish(self):
        return self.turn(True)

    def withdraw(self):
        return self.turn(False)

    @transaction.atomic
    def turn(self, is_public):
        if diagnosis := self.named(self.of_the_record().exclude(finished_on=None)):
            Diagnosis.objects.filter(pk=diagnosis.pk).update(is_public=is_public)
        return self.back()

    @transaction.atomic
    def erase(self):
        if diagnosis := self.named(self.of_the_record()) or self.named(self.by_the_record()):
            erase(diagnosis)
        return self.back()


class Side(ReferentPage):
    """One of the record's tests, or two side by side."""

    def get(self, request, token):
        try:
            found, status = chosen(self.readable(), request.GET), 200
        except ValueError as error:
            found, status = {"mistake": str(error)}, 400
        said = {"record": self.record, "token": token, **found}
        return render(request, "contributions/diagnosing/reading.html", said, status=status)
