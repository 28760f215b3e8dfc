"""What a référent answers from a mail: a page that asks, a button that acts, once. No account, no cookie.

Opening a link changes nothing, because mail servers open links to look at them.
"""

from django import forms
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import TemplateView

from ptce_hub.contributions.check_links import question_of, referents_of
from ptce_hub.contributions.forms import CorrectionForm, record_form
from ptce_hub.contributions.models import CheckQuestion, Proposal, Referent
from ptce_hub.contributions.nouns import BY_MODEL
from ptce_hub.contributions.views import Correct
from ptce_hub.directory.models import CheckedBy

GONE = 410
REASON = "vérification par le référent"
Answer = CheckQuestion.Answer


class ExactForm(forms.Form):
    changing = forms.MultipleChoiceField(
        label="Ce qui change souvent sur cette fiche",
        help_text="Facultatif : pour ce qui change, nous vous le demanderons aussi après 180 puis 240 jours.",
        choices=Referent.Changing,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class OverForm(forms.Form):
    words = forms.CharField(
        label="Ce qui s’est passé, et depuis quand (facultatif)",
        max_length=3000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class WrongWordsForm(forms.Form):
    """Of a record kept elsewhere, whose fields are not corrected here."""

    words = forms.CharField(
        label="Ce qui est faux, et ce qui est vrai",
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Dites ce qui est faux, en quelques mots."},
    )


class WrongForm(CorrectionForm):
    """The public's own form, without asking an address that is known."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["mail"]

    def own_fields(self):
        return [self[name] for name in ("words", "credit")]


def refuse(request):
    """The same for a link used, expired, forged or withdrawn: it says nothing of a record nor of a person."""
    return render(request, "contributions/check_refused.html", status=GONE)


# The signed link does what Django's token does, without leaving a cookie.
@method_decorator([csrf_exempt, never_cache], name="dispatch")
class LinkPage(View):
    def dispatch(self, request, *args, **kwargs):
        response = self.elsewhere() or super().dispatch(request, *args, **kwargs)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex"
        return response

    def elsewhere(self):
        """What to answer when the link leads nowhere, if that is known before all."""
        return None


class AnswerPage(LinkPage):
    """What one link of a mail leads to."""

    def get(self, request, token):
        question, answer = question_of(token)
        if question is None:
            return refuse(request)
        if is_corrected_here(question, answer):
            return correct(request, question)
        return self.ask(question, answer, self.form_of(question, answer))

    def post(self, request, token):
        with transaction.atomic():
            question, answer = question_of(token, CheckQuestion.objects.select_for_update(of=("self",)))
            if question is None:
                return refuse(request)
            if is_corrected_here(question, answer):
                return correct(request, question)
            form = self.form_of(question, answer, request.POST)
            if not form.is_valid():
                return self.ask(question, answer, form, 422)
            take(question, answer)
            if answer == Answer.EXACT:
                date_check(question.referent, form.cleaned_data["changing"])
            else:
                reason = "wrong" if answer == Answer.WRONG else "closed"
                queue(question.referent, act="report", reason=reason, words=form.cleaned_data["words"])
        return redirect("check_done", answer)

    def form_of(self, question, answer, data=None):
        if answer == Answer.EXACT:
            return ExactForm(data, initial={"changing": question.referent.changing})
        return WrongWordsForm(data) if answer == Answer.WRONG else OverForm(data)

    def ask(self, question, answer, form, status=200):
        context = {"record": question.referent.record, "answer": answer, "form": form}
        return render(self.request, "contributions/check.html", context, status=status)


class CorrectAsReferent(Correct):
    """The prefilled form of the record; what it says needs no confirmation, the link came by mail."""

    asked = None

    def get_form_class(self):
        return record_form(WrongForm, self.noun.model)

    def elsewhere(self):
        self.record = self.asked.referent.record
        return None

    def form_valid(self, form):
        take(self.asked, Answer.WRONG)
        said = form.cleaned_data
        queue(
            self.asked.referent, act="correction", words=said["words"], credit=said["credit"], changes=form.difference()
        )
        return redirect("check_done", Answer.WRONG)


def is_corrected_here(question, answer):
    return answer == Answer.WRONG and not question.referent.record.kept_elsewhere


def correct(request, question):
    record = question.referent.record
    view = CorrectAsReferent.as_view(noun=BY_MODEL[type(record)], asked=question)
    response = view(request)
    return response.render() if hasattr(response, "render") else response  # inside the transaction


class DonePage(TemplateView):
    """Thanks, without a word of the record: the address is nobody's secret."""

    template_name = "contributions/check_done.html"


class StopPage(LinkPage):
    """To receive no more of these mails, for every record at once."""

    def get(self, request, token):
        if not referents_of(token).exists():
            return refuse(request)
        return render(request, "contributions/check_stop.html")

    def post(self, request, token):
        referents = referents_of(token)
        if not referents.exists():
            return refuse(request)
        referents.stop()
        return redirect("check_done", "stop")


def take(question, answer):
    """From now on, none of the question's links serves."""
    question.answer, question.answered_at = answer, timezone.now()
    question.save(update_fields=["answer", "answered_at"])


def date_check(referent, changing):
    """The record is true as of today; what changes in it says when to ask again."""
    model = type(referent.record)
    record = model._base_manager.select_for_update().get(pk=referent.object_id)
    record.mark_checked(CheckedBy.REFERENT)
    record._change_reason = REASON
    record.save()
    referent.changing = changing
    referent.save(update_fields=["changing"])


def queue(referent, **said):
    """For the staff to decide, already confirmed; the decision is mailed to the référent."""
    proposal = Proposal(
        content_type=referent.content_type,
        object_id=referent.object_id,
        label=referent.record.name,
        mail=referent.email,
        state=Proposal.State.PENDING,
        confirmed_at=timezone.now(),
        **said,
    )
    proposal.full_clean()
    proposal.save()
