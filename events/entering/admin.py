"""« Coller un programme », above the list of events: the programme, its review, one click. Plain forms, no script.

Nothing is kept between two pages: the review sends every line back, so that what is typed is never lost.
"""

from collections import Counter

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from events.entering.checking import ALREADY, ASIDE, MERGE, NEW, SUSPECT, WRONG, Checker
from events.entering.forms import LineForm, PasteForm, ReviewForm, lines_sent
from events.entering.writing import write
from ptce_hub.directory.models import Status
from ptce_hub.directory.rights import may, refuse

WORDS = {
    NEW: ("à créer", "à créer"),
    MERGE: ("à compléter", "à compléter"),
    WRONG: ("à corriger", "à corriger"),
    SUSPECT: ("doublon possible", "doublons possibles"),
    ALREADY: ("déjà dans l'annuaire", "déjà dans l'annuaire"),
    ASIDE: ("laissée de côté", "laissées de côté"),
}


class PastesProgrammes:
    """For the admin of events."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.entering_view)
        return [path("coller/", view, name="events_event_entering"), *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        address = reverse("admin:events_event_entering") if may(request.user, "add", self.model) else ""
        return super().changelist_view(request, {"entering_address": address, **(extra_context or {})})

    def entering_view(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied
        refuse(request.user, "add", self.model)
        if request.method != "POST":
            return self.paste_page(request, PasteForm())
        if request.POST.get("act") in ("check", "apply"):
            return self.reviewed(request)
        form = PasteForm(request.POST, request.FILES, too_large=getattr(request, "upload_too_large", False))
        if not form.is_valid():
            return self.paste_page(request, form, 400)
        said = form.cleaned_data
        lines = Checker(request.user, said["edition"]).check(list(form.lines()))
        review = self.review_form(request, initial={"source": said["source"], "edition": said["edition"]})
        return self.review_page(request, review, lines, notes=form.pasted.notes)

    def reviewed(self, request):
        """The lines sent back: checked again, and written when that is what the button asks."""
        review, lines = self.review_form(request, request.POST), list(lines_sent(request.POST))
        if not review.is_valid() or not lines:
            messages.error(request, "Ce programme n'est pas arrivé entier : collez-le de nouveau.")
            return self.paste_page(request, PasteForm(), 400)
        said = review.cleaned_data
        if request.POST["act"] == "check":
            return self.review_page(request, review, Checker(request.user, said["edition"]).check(lines))
        status = said["status"] or Status.PROPOSED
        created, completed = write(lines, request.user, status, said["source"], said["edition"])
        messages.success(
            request,
            f"{len(created)} événement{'s' if len(created) > 1 else ''} créé{'s' if len(created) > 1 else ''}, "
            f"{len(completed)} complété{'s' if len(completed) > 1 else ''}.",
        )
        left = [line for line in lines if line.outcome in (WRONG, SUSPECT)]
        if not left:
            return redirect(reverse("admin:events_event_changelist"))
        return self.review_page(request, review, left)

    def review_form(self, request, data=None, **options):
        return ReviewForm(data, may_publish=may(request.user, "publish", self.model), **options)

    def paste_page(self, request, form, status=200):
        return self.entering_page(request, "paste", "Coller un programme", status, form=form)

    def review_page(self, request, review, lines, notes=()):
        found = Counter(line.outcome for line in lines)
        counts = [
            (f"{found[name]} {words[found[name] > 1]}", next(line.number for line in lines if line.outcome == name))
            for name, words in WORDS.items() if found[name]
        ]  # fmt: skip
        rows = [(line, LineForm(line), WORDS[line.outcome][0]) for line in lines]
        return self.entering_page(
            request, "review", "Relire le programme", review=review, rows=rows, counts=counts, notes=notes,
            found=dict(found), to_write=found[NEW] + found[MERGE],
        )  # fmt: skip

    def entering_page(self, request, name, title, status=200, **context):
        context |= {"opts": self.opts, "title": title}
        template = f"admin/entering/{name}.html"
        return TemplateResponse(request, template, self.admin_site.each_context(request) | context, status=status)
