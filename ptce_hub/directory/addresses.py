"""The addresses of a noun: one shape for all."""

from django.urls import path


def addresses_of(word, list_view, page_view, page_name):
    """``/poles/`` and ``/poles/<slug>/`` for the word ``poles``."""
    return [
        path(f"{word}/", list_view.as_view(), name=list_view.url_name),
        path(f"{word}/<slug:slug>/", page_view.as_view(), name=page_name),
    ]
