"""Signing in, the password and the second factor; accounts are made by invitation only."""

from allauth.account import views
from django.urls import include, path, re_path

from ptce_hub.accounts.views import new_password

urlpatterns = [
    path("connexion/", views.login, name="account_login"),
    path("deconnexion/", views.logout, name="account_logout"),
    path("inactif/", views.account_inactive, name="account_inactive"),
    path("inscription/", views.signup, name="account_signup"),  # django-allauth wants it; the adapter keeps it closed
    path("confirmer/", views.reauthenticate, name="account_reauthenticate"),
    path("mot-de-passe/", views.password_change, name="account_change_password"),
    path("mot-de-passe/choisir/", views.password_set, name="account_set_password"),
    path("mot-de-passe/oublie/", views.password_reset, name="account_reset_password"),
    path("mot-de-passe/oublie/envoye/", views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^mot-de-passe/nouveau/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        new_password,
        name="account_reset_password_from_key",
    ),
    path("mot-de-passe/change/", views.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("double-authentification/", include("allauth.mfa.urls")),
]
