"""The twins of a list, read as their readers do."""

import csv
import io
import json

from django.urls import reverse

from ptce_hub.directory.files.exports import CSV, GEOJSON, SPREADSHEET, twin_name


def body(response):
    return b"".join(response.streaming_content)


def twin(client, noun, form, query=""):
    return client.get(reverse(twin_name(noun, form)) + query)


def rows(client, noun, form=CSV, query=""):
    text = body(twin(client, noun, form, query)).decode("utf-8-sig" if form is SPREADSHEET else "utf-8")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";" if form is SPREADSHEET else ","))


def features(client, noun, query=""):
    return json.loads(body(twin(client, noun, GEOJSON, query)))
