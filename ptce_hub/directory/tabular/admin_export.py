"""« Exporter » above any list of records or of ties: what the list shows, filters and search included."""

from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.urls import path, reverse

from ptce_hub.directory.files.exports import base_of
from ptce_hub.directory.tabular.exporting import MOST_IN_WORKBOOK, WORKBOOKS, table_of, write_csv
from ptce_hub.directory.tabular.limits import in_french


class Exports:
    """For an admin whose rows staff may read; ``columns`` are those that the noun publishes, when it is a record.

    Not ``exported``: people, who stand on pages in their public role and go in no file.
    """

    columns = None
    exported = True

    def get_urls(self):
        if not self.exported:
            return super().get_urls()
        name = f"{self.opts.app_label}_{self.opts.model_name}_export"
        return [
            path("export.<slug:ending>", self.admin_site.admin_view(self.export_view), name=name),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        address = f"admin:{self.opts.app_label}_{self.opts.model_name}_export"
        endings = ("csv", *WORKBOOKS) if self.exported else ()
        exports = [(ending.upper(), reverse(address, args=[ending])) for ending in endings]
        context = {"exports": exports, "export_query": request.GET.urlencode(), **(extra_context or {})}
        return super().changelist_view(request, context)

    def export_view(self, request, ending):
        if not self.has_view_permission(request):
            raise PermissionDenied
        if ending not in ("csv", *WORKBOOKS):
            return refusal("Les exports sont en csv, xlsx ou ods.", 404)
        try:
            rows = self.get_changelist_instance(request).queryset.select_related(None).prefetch_related(None)
        except IncorrectLookupParameters:
            return refusal("Un filtre de cette liste a une valeur inconnue : revenez à la liste.")
        if ending in WORKBOOKS and rows[: MOST_IN_WORKBOOK + 1].count() > MOST_IN_WORKBOOK:
            most = in_french(MOST_IN_WORKBOOK)
            return refusal(f"Plus de {most} lignes : réduisez la liste par ses filtres, ou prenez le CSV.")
        return self.answer(table_of(self.model, self.columns, rows, base_of(request)), ending)

    def answer(self, table, ending):
        name = f"{self.opts.model_name}.{ending}"
        if ending == "csv":
            response = StreamingHttpResponse(write_csv(table), content_type="text/csv; charset=utf-8; header=present")
            response["Content-Disposition"] = f'attachment; filename="{name}"'
            return response
        content_type, write = WORKBOOKS[ending]
        return FileResponse(write(table), as_attachment=True, filename=name, content_type=content_type)


def refusal(sentence, status=400):
    return HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")
