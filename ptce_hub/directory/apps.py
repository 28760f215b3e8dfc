from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "ptce_hub.directory"
    verbose_name = "annuaire"
