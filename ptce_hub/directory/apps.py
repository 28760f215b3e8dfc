from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class DirectoryConfig(AppConfig):
    name = "ptce_hub.directory"
    verbose_name = "annuaire"

    def ready(self):
        # Once every model is known.
        from ptce_hub.directory import staff_data  # noqa: F401
        from ptce_hub.directory.duplicates import personal_data as of_merges  # noqa: F401
        from ptce_hub.directory.history import deletions, reasons  # noqa: F401
        from ptce_hub.directory.search import following  # noqa: F401
        from ptce_hub.directory.tabular import personal_data  # noqa: F401


class HubAdminConfig(admin_apps.AdminConfig):
    default = False  # the app of this package is the one above
    default_site = "ptce_hub.directory.staff.workplace.HubAdminSite"
