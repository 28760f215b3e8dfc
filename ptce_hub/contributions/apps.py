from django.apps import AppConfig


class ContributionsConfig(AppConfig):
    name = "ptce_hub.contributions"
    verbose_name = "contributions"
