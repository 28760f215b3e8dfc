"""The addresses of a noun: one shape for all."""

from django.urls import path

from ptce_hub.directory.exports import Twin, formats_of, twin_name
from ptce_hub.directory.share_image import ShareImage


def addresses_of(word, list_view, page_view, page_name):
    """``/poles/``, its twins (``/poles.csv``…), ``/poles/<slug>/`` and its share image, for the word ``poles``."""
    return [
        path(f"{word}/", list_view.as_view(), name=list_view.url_name),
        *(
            path(
                f"{word}{form.ending}",
                (form.view or Twin).as_view(pages=list_view, format=form),
                name=twin_name(list_view, form),
            )
            for form in formats_of(list_view)
        ),
        path(f"{word}/<slug:slug>/", page_view.as_view(), name=page_name),
        path(f"{word}/<slug:slug>/partage.png", ShareImage.as_view(pages=page_view), name=f"{page_name}.png"),
    ]
