"""The application a WSGI server runs: ``gunicorn ptce_hub.wsgi``."""

import os

from django.core.wsgi import get_wsgi_application

from ptce_hub.site.memory import settle

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ptce_hub.settings")

application = get_wsgi_application()
settle()
