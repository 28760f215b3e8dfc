from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class DirectoryConfig(AppConfig):
    name = "ptce_hub.directory"
    verbose_name = "annuaire"

    def ready(self):
        from ptce_hub.directory.search import following  # noqa: F401 (once every model is known)


class HubAdminConfig(admin_apps.AdminConfig):
    default = False  # the app of this package is the one above
    default_site = "ptce_hub.directory.admin_site.HubAdminSite"
