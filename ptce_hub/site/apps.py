from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "ptce_hub.site"
    verbose_name = "site"
