from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = "événements"

    def ready(self):
        # Once every model is known.
        from events import personal_data  # noqa: F401
        from events.calendars import listening  # noqa: F401
