"""The records of a report: poles, cooperations, those who take part in them, events, recognitions."""

from django.db.models import Count

from actors.views import StructureList
from events.views import EventList
from poles.models import Call, Pole, Recognition
from poles.views import CooperationList, PoleList
from ptce_hub.directory.listing.facets import UNKNOWN
from ptce_hub.directory.models import Status
from ptce_hub.directory.templatetags.french import days, period
from ptce_hub.site.report.parts import Figure, Item, Listing, Section, address_of, some

#: What each figure counts, in words that agree with any number.
DURING = "en cours dans la période : début avant sa fin, et pas de fin connue avant son début"
UNDATED = "sans date de début connue : peut-être déjà en cours, peut-être pas encore"
TAKING_PART = "prenant part à ces pôles ou à ces coopérations, où qu’en soit le siège ; chacune ne compte qu’une fois"


def poles(report):
    word = report.span.word
    during, undated = report.counting(PoleList, encours=word), report.counting(PoleList, sansdebut=word)
    begun, over = report.ask(PoleList, commence=word), report.ask(PoleList, termine=word)
    return Section(
        "poles",
        "Pôles",
        during.figure("pôle", "pôles", f"{DURING} ; le début est celui de la coopération, non de la reconnaissance"),
        undated.figure("pôle", "pôles", UNDATED),
        some(
            begun.figure("pôle", "pôles", "dont la coopération a commencé dans la période"),
            over.figure("pôle", "pôles", "dont une source dit la fin, dans la période"),
        ),
        [
            *during.listing("En cours dans la période", told_poles(during), pole_item(report), report.most.rows),
            *undated.listing("Début non renseigné", told_poles(undated), pole_item(report), report.most.undated),
        ],
    )


def told_poles(asked):
    rows = asked.entries.with_first_cooperation().select_related("territory").order_by("sort_name", "pk")
    return rows.only("name", "slug", "started", "recognised", "territory__name")


def pole_item(report):
    def item(pole):
        since = f"coopère depuis {pole.cooperates_since}" if pole.cooperates_since else "début non renseigné"
        known = f"reconnu depuis {pole.recognised}" if pole.recognised else "reconnaissance non renseignée"
        return Item(pole.name, pole.get_absolute_url(), ", ".join([*report.place_of(pole), since, known]))

    return item


def cooperations(report):
    word = report.span.word
    during, undated = report.cooperations, report.counting(CooperationList, sansdebut=word)
    begun, over = report.ask(CooperationList, commence=word), report.ask(CooperationList, termine=word)
    return Section(
        "cooperations",
        "Coopérations",
        during.figure("coopération", "coopérations", DURING),
        undated.figure("coopération", "coopérations", UNDATED),
        some(
            begun.figure("coopération", "coopérations", "dont le début est dans la période"),
            over.figure("coopération", "coopérations", "dont une source dit la fin, dans la période"),
        ),
        [
            *during.listing("En cours dans la période", told(during), cooperation_item(report), report.most.rows),
            *undated.listing("Début non renseigné", told(undated), cooperation_item(report), report.most.undated),
        ],
    )


def told(asked):
    return asked.entries.select_related("territory").order_by("sort_name", "pk")


def cooperation_item(report):
    def item(row):
        time = period(row.started, row.ended) or "début non renseigné"
        return Item(
            row.name, row.get_absolute_url(), ", ".join([row.get_kind_display(), *report.place_of(row), str(time)])
        )

    return item


def members(report):
    here, word = {"territoire": "", "coopere": report.territory.ref}, report.span.word
    during, undated = report.ask(StructureList, **here, encours=word), report.ask(StructureList, **here, sansdebut=word)
    return Section(
        "membres",
        "Structures et membres",
        during.figure("structure", "structures", TAKING_PART),
        undated.figure("structure", "structures", "prenant part seulement à ce dont le début n’est pas renseigné"),
        listings=[
            *during.listing("Qui y prend part", told(during), structure_item(report), report.most.names),
            *undated.listing(
                "Seulement à ce dont le début n’est pas renseigné",
                told(undated),
                structure_item(report),
                report.most.undated,
            ),
        ],
        notes=["Celles que les sources ne nomment pas (« des maraîchers du canton ») ne sont pas comptées."],
    )


def structure_item(report):
    return lambda row: Item(row.name, row.get_absolute_url(), ", ".join(report.place_of(row)))


def events(report):
    days_asked = {"du": report.span.start.iso, "au": report.span.end.iso}
    during, undated = report.counting(EventList, **days_asked), report.counting(EventList, annee=UNKNOWN)
    past, coming = (report.ask(EventList, **days_asked, quand=word) for word in ("archives", "a-venir"))
    latest = during.entries.order_by("-start", "sort_name", "pk").select_related("territory")
    return Section(
        "evenements",
        "Événements",
        during.figure("événement", "événements", "dans la période, y compris ce qui a été reporté ou annulé"),
        undated.figure("événement", "événements", "sans date connue"),
        some(
            past.figure("événement", "événements", "déjà dans les archives à ce jour"),
            coming.figure("événement", "événements", "en cours ou à venir à ce jour"),
        ),
        during.listing("Les plus récents d’abord", latest, event_item(report), report.most.rows),
    )


def event_item(report):
    def item(event):
        held = [event.get_holding_display()] if event.holding in ("annulé", "reporté") else []
        told = [days(event.start, event.end), *report.place_of(event), *held]
        return Item(event.name, event.get_absolute_url(), ", ".join(told))

    return item


# --- Recognitions -----------------------------------------------------------------------------------------------------


def recognitions(report):
    during, undated = (report.ask(PoleList, reconnu=word) for word in (report.span.word, UNKNOWN))
    here = Pole.objects.published().within(report.territory).order_by().values("pk")
    granted = Recognition.objects.granted().of_years(report.span).filter(pole__in=here)
    called = granted.filter(call__status=Status.PUBLISHED)
    figures, most = by_call(report, called), report.most.rows
    return Section(
        "reconnaissances",
        "Reconnaissances",
        during.figure(
            "pôle",
            "pôles",
            "avec au moins une reconnaissance dans la période ; une simple candidature n’en est pas une",
        ),
        undated.figure("pôle", "pôles", "avec une reconnaissance dont aucune source ne donne l’année"),
        figures[:most],
        without_call(report, granted.exclude(pk__in=called.values("pk"))),
        [f"Les {most} lignes les plus récentes, sur {len(figures)}."] if len(figures) > most else [],
    )


def by_call(report, rows):
    """For each call and year, how many poles; the latest first."""
    counts = rows.order_by("-year", "call").values_list("call", "year").annotate(Count("pole", distinct=True))
    found = list(counts)
    calls = Call.objects.only("name", "slug").in_bulk({call for call, *_ in found})
    figures = []
    for key, year, count in found:
        asked = {"territoire": report.territory.ref, "appel": calls[key].slug, "reconnu": year}
        noun = "pôle" if count < 2 else "pôles"
        figures.append(Figure(count, noun, f"{calls[key].name}, en {year}", address_of(PoleList, asked)))
    return figures


def without_call(report, rows):
    """Pole by pole: no list is of those that no call names."""
    rows = rows.order_by("-year", "pole__sort_name", "pk").select_related("pole")
    items = [
        Item(row.pole.name, row.pole.get_absolute_url(), ", ".join(filter(None, [str(row.year), row.recognised_by])))
        for row in rows
    ]
    most = report.most.undated
    url = address_of(PoleList, {"territoire": report.territory.ref, "reconnu": report.span.word})
    return [Listing("Sans appel nommé", items[:most], max(0, len(items) - most), url)] if items else []
