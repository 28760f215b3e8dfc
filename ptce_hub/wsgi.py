"""The application a WSGI server runs: ``gunicorn ptce_hub.wsgi``."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ptce_hub.settings")

application = get_wsgi_application()
gc.collect()
gc.freeze()  # what lives as long as the server is not gone through again at each collection
