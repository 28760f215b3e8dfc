from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = "événements"

    def ready(self):
        from events import personal_data  # noqa: F401 (once every model is known)
