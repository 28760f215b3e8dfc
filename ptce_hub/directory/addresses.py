"""The addresses of a noun: one shape for all; and what leads from an address of before to that of now."""

from django.http import HttpResponsePermanentRedirect
from django.urls import path

from ptce_hub.directory.files.exports import Twin, formats_of, twin_name
from ptce_hub.directory.files.share_image import ShareImage


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


def moved_for_good(request, address):
    """To the present address of the page, asked for the same things: a past day, the page of a section…"""
    query = request.GET.urlencode()
    return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)
