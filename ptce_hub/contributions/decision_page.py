"""Where a moderator decides: what the record says and what is proposed, side by side."""

from django import forms
from django.contrib import messages
from django.contrib.admin.templatetags.admin_urls import admin_urlname
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from ptce_hub.contributions.deciding import AlreadyDecided, accept, refuse
from ptce_hub.contributions.models import Proposal
from ptce_hub.contributions.nouns import noun_of
from ptce_hub.contributions.reach import concerned
from ptce_hub.contributions.reviewing import lines_of
from ptce_hub.contributions.sending import send_decision
from ptce_hub.contributions.several_dates import said_of
from ptce_hub.directory.models import Status
from ptce_hub.directory.rights import why_not

SALT = "ptce_hub.contributions.decision_page"
BECOMES = {
    Proposal.Act.ADDITION: [(Status.DRAFT, "en faire un brouillon"), (Status.PUBLISHED, "la publier")],
    Proposal.Act.REPORT: [("", "laisser la fiche en ligne"), (Status.ARCHIVED, "archiver la fiche")],
}


class DecisionForm(forms.Form):
    """``seen`` seals what the record said and what was proposed: nobody decides on what they did not read."""

    names = forms.MultipleChoiceField(required=False)
    becomes = forms.ChoiceField(label="Et ensuite", required=False, widget=forms.RadioSelect)
    answer = forms.CharField(
        label="Réponse, envoyée à la personne",
        required=False,
        max_length=2000,
        help_text="Nécessaire pour refuser : dites pourquoi.",
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, proposal, lines, *args, **kwargs):
        self.mark = [proposal.pk, {line.name: [line.current, line.after] for line in lines}, proposal.occurrences]
        fresh = signing.dumps(self.mark, salt=SALT, compress=True)
        choices = BECOMES.get(proposal.act)
        kept = [line.name for line in lines if not line.is_in_conflict]
        super().__init__(
            *args, initial={"seen": fresh, "names": kept, "becomes": choices[0][0] if choices else ""}, **kwargs
        )
        self.fields["names"].choices = [(line.name, line.label) for line in lines]
        if choices:
            self.fields["becomes"].choices = choices
        else:
            del self.fields["becomes"]

    def clean_seen(self):
        try:
            seen = signing.loads(self.cleaned_data["seen"], salt=SALT)
        except signing.BadSignature:
            seen = None
        if seen != self.mark:
            self.data = self.data.copy()
            self.data["seen"] = self.initial["seen"]
            raise ValidationError(
                "La fiche, ou la proposition, a changé pendant que vous lisiez : relisez, puis décidez de nouveau."
            )
        return self.cleaned_data["seen"]


def decide(admin_site, request, proposal):
    """The page, or what a decision leads to."""
    noun, record = noun_of(proposal.content_type), proposal.record
    lines = lines_of(proposal, record)
    refusal = why_not(request.user, "decide", concerned(proposal))
    form = DecisionForm(proposal, lines, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if refusal:
            raise PermissionDenied(refusal)
        if form.is_valid() and conclude(request, proposal, form):
            return redirect("admin:contributions_proposal_changelist")
    context = admin_site.each_context(request) | {
        "title": f"Proposition n° {proposal.pk}",
        "proposal": proposal,
        "record": record,
        "record_page": record and reverse(admin_urlname(record._meta, "change"), args=[record.pk]),
        "alikes": noun.model.objects.filter(pk__in=proposal.not_same),
        "lines": lines,
        "others": said_of(proposal),
        "form": form,
        "refusal": refusal,
        "elsewhere": record.kept_elsewhere if record and lines else "",
        "waits": proposal.state == Proposal.State.PENDING,
        "opts": Proposal._meta,
    }
    return TemplateResponse(request, "contributions/decide.html", context, status=422 if form.errors else 200)


def conclude(request, proposal, form):
    """Whether the decision is written; why not is said on the form, or as a message."""
    said = form.cleaned_data
    try:
        match request.POST.get("decision"):
            case "all":
                decided = accept(proposal, request.user, list(proposal.changes), said["answer"], said.get("becomes"))
            case "some":
                decided = accept(proposal, request.user, said["names"], said["answer"], said.get("becomes"))
            case "refuse":
                decided = refuse(proposal, request.user, said["answer"])
            case _:
                raise ValidationError("Choisissez une décision.")
    except ValidationError as error:
        for message in error.messages:
            form.add_error(None, message)
        return False
    except AlreadyDecided as error:
        messages.warning(request, str(error))
        return True
    messages.success(request, f"Proposition n° {decided.pk} : {decided.get_state_display()}.")
    if decided.mail_due and not send_decision(decided):
        messages.warning(request, "Le courrier de réponse n'a pas pu partir ; il partira plus tard.")
    return True
