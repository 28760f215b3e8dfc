"""The test kept on the server: a page a step, found again by a secret link and by nothing else."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import TemplateView

from poles.diagnosing.answering import StepForm, answers_of, keep_answers
from poles.diagnosing.files import write_csv
from poles.diagnosing.showing import shown
from poles.models import Grid
from poles.models.grid import OF_NOBODY, UNFINISHED
from ptce_hub.contributions.checking import LinkPage
from ptce_hub.contributions.diagnosing.keeping import begin, diagnosis_at, erase, reading_of, whole_grid
from ptce_hub.contributions.diagnosing.pdf import result_pdf
from ptce_hub.contributions.guarding import sent_too_often
from ptce_hub.contributions.pages import GONE, TOO_MANY, WRONG

CLOSED = 409  # HTTP status


def current_grid():
    grid = Grid.objects.whole().current()
    if grid is None:
        raise Http404("Aucune grille n’est chargée.")
    return grid


def step_context(grid, step, form):
    """What the page of a step shows; ``Http404`` beyond the last one."""
    objectives = grid.objectives
    if not 1 <= step <= len(objectives):
        raise Http404("La grille n’a pas cette étape.")
    objective = objectives[step - 1]
    return {
        "grid": grid,
        "objective": objective,
        "step": step,
        "steps": len(objectives),
        "before": step - 1,
        "is_last": step == len(objectives),
        "form": form(objective),
    }


class Start(TemplateView):
    """What the test is, and the two ways of keeping it."""

    template_name = "contributions/diagnosing/start.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(grid=current_grid(), unfinished=UNFINISHED, of_nobody=OF_NOBODY, **kwargs)


@method_decorator([csrf_exempt, never_cache], name="dispatch")
class Begin(TemplateView):
    """The first step. Nothing is kept until it is answered."""

    template_name = "contributions/diagnosing/step.html"

    def get(self, request):
        return self.show(StepForm)

    def post(self, request):
        grid = current_grid()
        form = StepForm(grid.objectives[0], request.POST)
        if not form.is_valid():
            return self.show(lambda objective: form, WRONG)
        if sent_too_often(request, "test"):
            form.add_error(None, "Trop de tests ont commencé depuis votre connexion : réessayez dans une heure.")
            return self.show(lambda objective: form, TOO_MANY)
        diagnosis, secret = begin(grid)
        keep_answers(diagnosis, grid.objectives[0], form.answers)
        return redirect("grid_test_home", secret)

    def show(self, form, status=200):
        context = step_context(current_grid(), 1, form)
        return self.render_to_response(self.get_context_data(beginning=True, **context), status=status)


def refuse(request):
    """The same for a link erased, forged, replaced or too old: it says nothing of a test nor of a pole."""
    return render(request, "contributions/diagnosing/refused.html", status=GONE)


class TestPage(LinkPage):
    """``diagnosis`` is that of the secret link."""

    __test__ = False  # for pytest, which collects by name

    def elsewhere(self):
        self.secret = self.kwargs["secret"]
        self.diagnosis = diagnosis_at(self.secret)
        return None if self.diagnosis else refuse(self.request)

    def show(self, template, status=200, **context):
        said = {"diagnosis": self.diagnosis, "secret": self.secret, **context}
        return render(self.request, f"contributions/diagnosing/{template}.html", said, status=status)


class Home(TestPage):
    """Where one is in the test; the link to keep; to erase it."""

    def get(self, request, secret):
        reading = reading_of(self.diagnosis)
        link = request.build_absolute_uri(request.path)
        return self.show("home", reading=reading, following=reading.to_answer, link=link)

    def post(self, request, secret):
        if request.POST.get("act") == "erase":
            erase(self.diagnosis)
            return redirect("grid_test_erased")
        return redirect(request.path)


class Step(TestPage):
    def get(self, request, secret, step):
        if self.diagnosis.is_public:
            return self.show("closed", CLOSED)
        answers = answers_of(self.diagnosis)
        return self.ask(step_context(whole_grid(self.diagnosis), step, lambda one: StepForm(one, answers=answers)))

    def post(self, request, secret, step):
        context = step_context(whole_grid(self.diagnosis), step, lambda one: StepForm(one, request.POST))
        if not context["form"].is_valid():
            return self.ask(context, WRONG)
        if not keep_answers(self.diagnosis, context["objective"], context["form"].answers):
            return self.show("closed", CLOSED)
        if request.POST.get("then") == "stop":
            return redirect("grid_test_home", secret)
        return (
            redirect("grid_test_result", secret) if context["is_last"] else redirect("grid_test_step", secret, step + 1)
        )

    def ask(self, context, status=200):
        return self.show("step", status, **context)


class Result(TestPage):
    def get(self, request, secret):
        return self.show("result", **shown(reading_of(self.diagnosis)))


class ResultFile(TestPage):
    """To take away: ``written`` makes the answer of a reading."""

    written = None

    def get(self, request, secret):
        return self.written(reading_of(self.diagnosis), self.diagnosis)


def as_csv(reading, diagnosis=None):
    return attached(write_csv(reading), "text/csv; charset=utf-8; header=present", "csv")


def as_pdf(reading, diagnosis=None):
    return attached(result_pdf(reading, diagnosis), "application/pdf", "pdf")


def attached(content, kind, ending):
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="test-de-cooperation.{ending}"'
    response["X-Robots-Tag"] = "noindex"
    return response


class Erased(TemplateView):
    template_name = "contributions/diagnosing/erased.html"
