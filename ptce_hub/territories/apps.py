from django.apps import AppConfig


class TerritoriesConfig(AppConfig):
    name = "ptce_hub.territories"
    verbose_name = "territoires"
