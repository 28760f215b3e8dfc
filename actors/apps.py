from django.apps import AppConfig


class ActorsConfig(AppConfig):
    name = "actors"
    verbose_name = "acteurs"

    def ready(self):
        from actors import personal_data  # noqa: F401 (once every model is known)
