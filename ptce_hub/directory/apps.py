from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "ptce_hub.directory"
    verbose_name = "annuaire"

    def ready(self):
        from ptce_hub.directory.search import following  # noqa: F401 (once every model is known)
