from django.apps import AppConfig


class ContributionsConfig(AppConfig):
    name = "ptce_hub.contributions"
    verbose_name = "contributions"

    def ready(self):
        from ptce_hub.contributions import forgetting, personal_data, thanking  # noqa: F401 (once every model is known)
