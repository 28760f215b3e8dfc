"""What an error may tell in production: where it broke and how, never about whom.

A report keeps the lines of code and drops the values: variables, what was sent, who was signed in. A log line keeps its
words, without mail addresses, secret links, nor the row that PostgreSQL repeats when it refuses one. With ``DEBUG``,
all is shown.
"""

import logging
import re

from django.conf import settings
from django.views.debug import ExceptionReporter, SafeExceptionReporterFilter

ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+(?:@|%40)[\w-]+(?:\.[\w-]+)+")
#: The end of a secret link, which has capitals; what names a record in an address has none.
SECRET = re.compile(r"/(?=[\w:.%-]*[A-Z])[\w:.%-]{40,}")
#: The values of the row, up to the end of the error; the next one of a chain begins after an empty line.
REFUSED_ROW = re.compile(r"DETAIL: .*?(?=\n\n(?:The above|During handling)|\Z)", re.DOTALL)
#: Of a request, what tells who made it.
TELLING = re.compile(r"COOKIE|REMOTE_ADDR|REMOTE_HOST|FORWARDED|REAL_IP|QUERY_STRING|REFERER|USER")


def discreet(text):
    """``text`` without mail addresses, secret links, and the values of a row that the database refused."""
    return unaddressed(REFUSED_ROW.sub("DETAIL: [valeurs]", str(text)))


def unaddressed(text):
    return SECRET.sub("/[lien secret]", ADDRESS.sub("[adresse]", text))


class DiscreetFormatter(logging.Formatter):
    def format(self, record):
        return discreet(super().format(record))


class DiscreetFilter(SafeExceptionReporterFilter):
    """Hides every value; names stay, for whoever mends."""

    def hide(self, names):
        return dict.fromkeys(names, self.cleansed_substitute)

    def get_post_parameters(self, request):
        parameters = super().get_post_parameters(request)
        return self.hide(parameters) if self.is_active(request) else parameters

    def get_safe_cookies(self, request):
        cookies = super().get_safe_cookies(request)
        return self.hide(cookies) if self.is_active(request) else cookies

    def get_safe_request_meta(self, request):
        meta = super().get_safe_request_meta(request)
        return meta | self.hide(filter(TELLING.search, meta)) if self.is_active(request) else meta

    def get_traceback_frame_variables(self, request, tb_frame):
        if self.is_active(request):
            return self.hide(tb_frame.f_locals).items()
        return super().get_traceback_frame_variables(request, tb_frame)


class DiscreetReporter(ExceptionReporter):
    def get_traceback_data(self):
        data = super().get_traceback_data()
        if settings.DEBUG:
            return data
        data["unicode_hint"] = ""
        for key in ("exception_value", "exception_notes"):
            if key in data:
                data[key] = discreet(data[key])
        for frame in data["frames"]:
            frame["exc_cause"] = frame.get("exc_cause") and discreet(frame["exc_cause"])
        if self.request is not None:
            user = getattr(self.request, "user", None)
            data["user_str"] = f"compte n° {user.pk}" if user and user.pk else "personne"
            data["request_insecure_uri"] = self.request.path
            data["request_GET_items"] = self.filter.hide(self.request.GET).items()
            data["request_FILES_items"] = self.filter.hide(self.request.FILES).items()
        return data

    def get_traceback_text(self):
        return self.discreet(super().get_traceback_text())

    def get_traceback_html(self):
        return self.discreet(super().get_traceback_html())

    def discreet(self, report):
        return report if settings.DEBUG else unaddressed(report)
