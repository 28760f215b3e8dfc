"""Y, the unit of CPU: a page of 20 rows and a count, from two queries, through one inherited template.

Only the measuring command serves it, through the middleware that Django gives a new project.
"""

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.shortcuts import render
from django.test import override_settings
from django.urls import path

from actors.models import Structure

STANDARD = (
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
)


def page(request, slug=None):
    structures = Structure.objects.published().select_related("territory")
    context = {"structures": structures.order_by("sort_name", "pk")[:20], "count": structures.count()}
    return render(request, "measuring/yardstick.html", context)


urlpatterns = [path("", page, name="list"), path("<slug:slug>/", page, name="structure")]


class YardstickRequest(WSGIRequest):
    urlconf = __name__


class YardstickHandler(WSGIHandler):
    request_class = YardstickRequest

    def load_middleware(self, is_async=False):
        with override_settings(MIDDLEWARE=STANDARD):
            super().load_middleware(is_async)
