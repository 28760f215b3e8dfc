from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "ptce_hub.accounts"
    verbose_name = "comptes"
