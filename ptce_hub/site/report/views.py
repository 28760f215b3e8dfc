"""The report of a territory: its page and its PDF, which answer the same address."""

from django.http import HttpResponse

from ptce_hub.directory.files.exports import base_of
from ptce_hub.directory.listing.paging import page_of
from ptce_hub.site.report.asking import PeriodForm
from ptce_hub.site.report.pdf import report_pdf
from ptce_hub.site.report.reading import IN_A_FILE, Report
from ptce_hub.site.territory_page import AboutTerritory

PAGE, FILE = "bilan/", "bilan.pdf"


class ReportPage(AboutTerritory):
    template_name = "site/report/report.html"
    ending = PAGE

    def answer(self, request):
        form = PeriodForm(request.GET, self.object)
        context = self.get_context_data(form=form)
        if not form.is_valid():
            return self.render_to_response(context, status=400)
        report = Report(self.object, form.span)
        context |= {
            "report": report,
            "sources": page_of(report.sources.rows, request, "sources", report.most.sources),
            "file": report.page_url.replace(f"/{PAGE}?", f"/{FILE}?"),
        }
        return self.render_to_response(context)


class ReportFile(AboutTerritory):
    http_method_names = ["get", "head", "options"]
    ending = FILE

    def answer(self, request):
        form = PeriodForm(request.GET, self.object)
        if not form.is_valid():
            words = "".join(f"{messages[0]}\n" for messages in form.errors.values())
            return HttpResponse(words, status=400, content_type="text/plain; charset=utf-8")
        report = Report(self.object, form.span, IN_A_FILE)
        response = HttpResponse(report_pdf(report, base_of(request)), content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="bilan-{self.object.ref}-{form.span.word}.pdf"'
        response["X-Robots-Tag"] = "noindex"
        return response
