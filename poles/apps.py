from django.apps import AppConfig


class PolesConfig(AppConfig):
    name = "poles"
    verbose_name = "pôles et coopérations"

    def ready(self):
        from poles import personal_data  # noqa: F401 (once every model is known)
