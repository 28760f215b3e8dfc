"""The pages of an import, in the admin of the noun: plain forms, one step after another, no script.

A step that takes long answers every few seconds with a page that asks for itself again; a restart loses nothing.
"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from ptce_hub.directory.fields.keys import keys_among
from ptce_hub.directory.rights import may, refuse
from ptce_hub.directory.tabular import mapping
from ptce_hub.directory.tabular.checking import FILE, OTHER, SAME, counts
from ptce_hub.directory.tabular.forms import ApplyForm, FileForm, MappingForm
from ptce_hub.directory.tabular.limits import Unreadable
from ptce_hub.directory.tabular.models import ImportRun, Outcome
from ptce_hub.directory.tabular.receiving import receive
from ptce_hub.directory.tabular.reports import differences, reasons_of, write_refused
from ptce_hub.directory.tabular.running import UNIT, State, go_on, progress, start
from ptce_hub.directory.tabular.undoing import DONE

ROWS_SHOWN = 50
RUNS_SHOWN = 20


class BringsTables:
    """For an admin whose noun has a ``table``: « Importer un tableau » above its list."""

    table = None

    def get_urls(self):
        if self.table is None:
            return super().get_urls()
        name, view = f"{self.opts.app_label}_{self.opts.model_name}_import", self.admin_site.admin_view
        return [
            path("import/", view(self.import_view), name=name),
            path("import/<int:pk>/", view(self.run_view), name=f"{name}_run"),
            path("import/<int:pk>/refusees.csv", view(self.refused_view), name=f"{name}_refused"),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        can = self.table is not None and may(request.user, "import", self.model)
        return super().changelist_view(
            request, {"import_address": self.address() if can else "", **(extra_context or {})}
        )

    def address(self, page="", *args):
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_import{page}", args=args)

    def import_view(self, request):
        """The file, then its run; and the runs of before."""
        refuse(request.user, "import", self.model)
        form = FileForm()
        if request.method == "POST":
            form = FileForm(request.POST, request.FILES, too_large=getattr(request, "upload_too_large", False))
            if form.is_valid() and (run := self.received(request, form)):
                return redirect(self.address("_run", run.pk))
        status = 400 if form.is_bound else 200
        runs = self.runs(request).select_related("user")[:RUNS_SHOWN]
        return self.page(request, "file", f"Importer des {self.table.label}", status, form=form, runs=runs)

    def received(self, request, form):
        file = form.cleaned_data["file"]
        try:
            return receive(self.table, file.read(), file.name, form.cleaned_data["source"], request.user)
        except Unreadable as problem:
            form.add_error("file", str(problem))
            return None

    def runs(self, request):
        """One's own; those of everybody for who may undo them."""
        runs = ImportRun.objects.filter(noun=self.table.name)
        return runs if may(request.user, "restore", self.model) else runs.filter(user=request.user)

    def run_view(self, request, pk):
        refuse(request.user, "import", self.model)
        run = get_object_or_404(self.runs(request), pk=pk)
        if request.method == "POST":
            return self.act(request, run)
        if run.state in UNIT:
            run = go_on(self.table, run.pk)
        if run.state in UNIT:
            return self.progress_page(request, run)
        if run.state == State.MAPPING:
            return self.mapping_page(request, run, MappingForm(table=self.table, run=run))
        return self.report_page(request, run)

    def act(self, request, run):
        """What a button of the page asked for; one that no longer fits the state changes nothing."""
        acts = {
            "map": (self.map, [State.MAPPING, State.CHECKED]),
            "remap": (self.remap, [State.CHECKED]),
            "choose": (self.choose, [State.CHECKED]),
            "apply": (self.apply, [State.CHECKED]),
            "undo": (self.undo, [State.APPLIED]),
            "again": (self.again, [State.CHECKED, State.UNDONE]),
        }
        act, states = acts.get(request.POST.get("act"), (None, []))
        if run.state in states:
            return act(request, run)
        messages.info(request, "Cet import n'en est pas à cette étape : voici où il en est.")
        return redirect(self.address("_run", run.pk))

    def to_run(self, run, state):
        start(run, state)
        return redirect(self.address("_run", run.pk))

    def map(self, request, run):
        form = MappingForm(request.POST, table=self.table, run=run)
        if not form.is_valid():
            return self.mapping_page(request, run, form, 400)
        run.mapping, run.constants = form.mapping, form.constants_said
        run.save(update_fields=["mapping", "constants"])
        mapping.keep(self.table, run)
        return self.again(request, run)

    def remap(self, request, run):
        return self.to_run(run, State.MAPPING)

    def again(self, request, run):
        run.rows.update(outcome="", choice="", applied=False, undone="")
        return self.to_run(run, State.CHECKING)

    def choose(self, request, run):
        """Keeps what was chosen for the rows of one page; only these are checked again."""
        for row in run.rows.filter(pk__in=keys_among(request.POST.getlist("row"))):
            choice = request.POST.get(f"choice-{row.pk}", "")
            known = {f"{SAME}:{pk}" for pk, *_ in row.candidates if pk} | {OTHER, FILE, ""}
            if choice in known and choice != row.choice:
                row.choice, row.outcome = choice, ""
                row.save(update_fields=["choice", "outcome"])
        return self.to_run(run, State.CHECKING)

    def apply(self, request, run):
        form = self.apply_form(request, run, request.POST)
        if not form.is_valid():
            return self.report_page(request, run, form, 400)
        run.keep_good = form.cleaned_data["keep_good"]
        run.status = form.cleaned_data.get("status") or run.status
        run.save(update_fields=["keep_good", "status"])
        return self.to_run(run, State.APPLYING)

    def undo(self, request, run):
        refuse(request.user, "restore", self.model)
        run.undone_by = request.user
        run.save(update_fields=["undone_by"])
        return self.to_run(run, State.UNDOING)

    def apply_form(self, request, run, data=None):
        return ApplyForm(
            data,
            may_publish=may(request.user, "publish", self.model),
            with_status=self.table.creates_with_status,
            refused=run.rows.filter(outcome=Outcome.REFUSED).count(),
        )

    def mapping_page(self, request, run, form, status=200):
        return self.page(request, "mapping", f"Colonnes de {run.file_name}", status, run=run, form=form)

    def progress_page(self, request, run):
        done, total = progress(run)
        response = self.page(
            request, "progress", run.get_state_display().capitalize(), run=run, done=done, total=total,
            percent=round(100 * done / total) if total else 100,
        )  # fmt: skip
        response["Refresh"] = "1"
        return response

    def report_page(self, request, run, form=None, status=200):
        found = counts(run)
        outcome = request.GET.get("issue", "")
        rows = run.rows.filter(outcome=outcome) if outcome in Outcome.values else run.rows.all()
        if request.GET.get("reste"):
            rows = run.rows.exclude(undone__in=["", DONE])
        page = Paginator(rows, ROWS_SHOWN).get_page(request.GET.get("page"))
        for row in page:
            row.reasons, row.differences = reasons_of(row), differences(self.table, row)
        return self.page(
            request, "report", f"Import de {run.file_name}", status, run=run, page=page, counts=found, outcome=outcome,
            outcomes=[(each.value, each.counted(found[each.value]), found[each.value]) for each in Outcome],
            to_apply=found["created"] + found["updated"], form=form or self.apply_form(request, run),
            left=run.rows.exclude(undone__in=["", DONE]).count(),
            may_undo=may(request.user, "restore", self.model),
            record_url=f"admin:{self.opts.app_label}_{self.opts.model_name}_change",
        )  # fmt: skip

    def refused_view(self, request, pk):
        refuse(request.user, "import", self.model)
        run = get_object_or_404(self.runs(request), pk=pk)
        response = StreamingHttpResponse(write_refused(run), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="import-{run.pk}-a-reprendre.csv"'
        return response

    def page(self, request, name, title, status=200, **context):
        if not self.has_view_permission(request):
            raise PermissionDenied
        context |= {"opts": self.opts, "title": title, "table": self.table, "import_page": self.address()}
        template = f"admin/tabular/{name}.html"
        return TemplateResponse(request, template, self.admin_site.each_context(request) | context, status=status)
