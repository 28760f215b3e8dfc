"""What every form of the public shares: no cookie, no trace in caches and search engines, a clear answer."""

from django.http import Http404
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import FormView, TemplateView

from ptce_hub.contributions.guarding import too_many
from ptce_hub.contributions.values import sent_of
from ptce_hub.directory.addresses import moved_for_good
from ptce_hub.directory.models import FormerSlug, Status

WRONG, TOO_MANY, GONE = 422, 429, 410  # HTTP statuses
SENT_ENOUGH = (
    "Trop de formulaires sont venus de votre connexion ou de cette adresse. Votre texte est gardé sur cette page : "
    "envoyez-le de nouveau dans une heure."
)


# The seal of each form does what Django's token does, without leaving a cookie; what these pages do needs no account.
@method_decorator([csrf_exempt, never_cache], name="dispatch")
class GuardedPage(FormView):
    """``keep`` what a right form says, then say that a mail left."""

    #: The noun of the address.
    noun = None
    done = "contribution_sent"

    def dispatch(self, request, *args, **kwargs):
        return self.elsewhere() or super().dispatch(request, *args, **kwargs)

    def elsewhere(self):
        """Where the page now is, when it is not here any more."""
        return None

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        return kwargs | {"path": self.request.path} | ({"shown": shown} if (shown := self.shown()) else {})

    def shown(self):
        """What the page shows of a record, to compare what comes back."""
        return {}

    def form_valid(self, form):
        if question := self.question(form):
            return self.render_to_response(self.get_context_data(form=form, **question))
        if too_many(self.request, self.sender(form)):
            form.add_error(None, SENT_ENOUGH)
            return self.answer_wrong(form, TOO_MANY)
        self.keep(form)
        return self.after()

    def sender(self, form):
        """Who sends, as far as it may be counted."""
        return form.cleaned_data["mail"]

    def after(self):
        return redirect(self.done)

    def question(self, form):
        """What to ask before keeping, as context for the page; nothing most often."""
        return {}

    def form_invalid(self, form):
        return self.answer_wrong(form, WRONG)

    def answer_wrong(self, form, status):
        return self.render_to_response(self.get_context_data(form=form), status=status)

    def get_context_data(self, **kwargs):
        return super().get_context_data(noun=self.noun, **kwargs)


class RecordPage(GuardedPage):
    """About a published record; its former addresses lead to the present one."""

    act = ""

    def elsewhere(self):
        slug, published = self.kwargs["slug"], self.noun.model.objects.published()
        self.record = published.filter(slug=slug).first()
        if self.record:
            return None
        former = FormerSlug.objects.of(self.noun.model).filter(slug=slug).first()
        moved = former and published.filter(pk=former.object_id).first()
        if not moved and (over := self.over_at(slug)):
            return redirect(over)
        if not moved:
            raise Http404(f"Aucune fiche publiée à cette adresse parmi : {self.noun.all_of_them}.")
        return moved_for_good(self.request, f"{moved.get_absolute_url()}{self.act}/")

    def over_at(self, slug):
        """What ended by itself: its own page says so."""
        published = self.noun.model.objects.filter(slug=slug, status=Status.PUBLISHED)
        return self.noun.model.last_day and published.first()

    def get_context_data(self, **kwargs):
        return super().get_context_data(record=self.record, **kwargs)


class Prefilled:
    """For a page about ``record``: its form begins with what the public sees of it."""

    def shown(self):
        if not hasattr(self, "_shown"):
            self._shown = sent_of(self.record, self.noun.fields)
        return self._shown

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.record, "initial": dict(self.shown())}


class Sent(TemplateView):
    """After any form: what happens next."""

    template_name = "contributions/sent.html"
