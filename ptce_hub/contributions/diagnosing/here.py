"""The test kept by the browser alone (static/grid.js): the same questions, and a result drawn from what it sends.

What is sent for a result is read, drawn and forgotten: nothing of it is written.
"""

import json

from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import TemplateView

from poles.diagnosing.answering import StepForm, as_typed
from poles.diagnosing.reading import Reading
from poles.diagnosing.showing import shown
from poles.models import Grid
from ptce_hub.contributions.diagnosing.testing import as_csv, as_pdf, current_grid, step_context
from ptce_hub.contributions.pages import WRONG

LONGEST = 20_000  # characters of answers
UNREADABLE = "Ces réponses n’ont pas pu être lues : reprenez le test depuis sa première étape."
ANOTHER_GRID = "La grille a changé depuis vos réponses, et sa version d’alors n’est plus ici : recommencez le test."


class HereStep(TemplateView):
    template_name = "contributions/diagnosing/here_step.html"

    def get_context_data(self, step, **kwargs):
        return super().get_context_data(**step_context(current_grid(), step, StepForm), **kwargs)


@method_decorator([csrf_exempt, never_cache], name="dispatch")
class HereResult(TemplateView):
    """Asks the browser for its answers, then shows what they say; ``file`` asks for the same to take away."""

    template_name = "contributions/diagnosing/here.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(grid=current_grid(), **kwargs)

    def post(self, request):
        try:
            grid, answers = sent(request.POST)
        except ValueError as error:
            return self.render_to_response(self.get_context_data(mistakes=error.args), status=WRONG)
        reading = Reading(grid, answers)
        match request.POST.get("file"):
            case "csv":
                return as_csv(reading)
            case "pdf":
                return as_pdf(reading)
        written = json.dumps(answers, separators=(",", ":"))
        return self.render_to_response(self.get_context_data(answers=written, **shown(reading)))


def sent(data):
    """The grid and the answers that a browser sends; ``ValueError`` with the sentences to show when they are wrong."""
    grid = Grid.objects.whole().filter(version=data.get("version", "")[:40]).first()
    if grid is None:
        raise ValueError(ANOTHER_GRID)
    answers = read(data.get("answers", ""))
    forms = [StepForm(objective, as_typed(objective, answers)) for objective in grid.objectives]
    known = {indicator.code for form in forms for indicator in form.indicators}
    mistakes = [f"{code[:10]} n’est pas un indicateur de cette grille." for code in answers if code not in known]
    for form in forms:
        mistakes += [f"{name} : {words}" for name, said in form.errors.items() for words in said]
    if mistakes:
        raise ValueError(*mistakes[:20])
    return grid, {code: value for form in forms for code, value in form.answers.items()}


def read(text):
    try:
        answers = json.loads(text) if len(text) <= LONGEST else None
    except (ValueError, RecursionError):
        answers = None
    if not isinstance(answers, dict) or not all(isinstance(value, str) for value in answers.values()):
        raise ValueError(UNREADABLE)
    return answers
