"""The pages of the admin where duplicates are looked for, compared, merged, and a merge undone."""

from django.apps import apps
from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from ptce_hub.directory.duplicates.choices import MergeForm
from ptce_hub.directory.duplicates.finding import suspects_of, table_of
from ptce_hub.directory.duplicates.merging import finest, merge
from ptce_hub.directory.duplicates.models import MergeRecord, Suspicion
from ptce_hub.directory.duplicates.planning import Refused, plan_merge
from ptce_hub.directory.duplicates.relations import UnknownRelation
from ptce_hub.directory.duplicates.undoing import undo
from ptce_hub.directory.fields.keys import keys_among
from ptce_hub.directory.models import Entry
from ptce_hub.directory.rights import may, refuse, why_not

MOST = 5  # records merged at once: more would not fit side by side


def noun_of(label):
    """The noun of « actors.structure », as the table that holds it; 404 for anything else."""
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        raise Http404(f"« {label} » n'est pas une sorte de fiche.") from None
    if not issubclass(model, Entry):
        raise Http404(f"« {label} » n'est pas une sorte de fiche.")
    return table_of(model)


def merge_address(model, *keys):
    query = "&".join(f"fiche={key}" for key in keys)
    return f"{reverse('admin:directory_merge', args=[table_of(model)._meta.label_lower])}?{query}"


def change_address(entry):
    return reverse(f"admin:{entry._meta.app_label}_{entry._meta.model_name}_change", args=[entry.pk])


def chosen(request, table):
    """The records of the address, the one to keep first, each as the noun it is."""
    keys = keys_among(request.GET.getlist("fiche"))
    found = table._base_manager.select_related("territory").in_bulk(keys)
    records = [finest(found[key]) for key in keys if key in found]
    if not 2 <= len(records) <= MOST:
        raise Refused(f"Choisissez de deux à {MOST} fiches qui existent encore ; l'adresse en donne {len(records)}.")
    # A network cannot become a plain structure: it comes first unless the editor has said otherwise.
    asked = request.GET.get("garder", "")
    finer = any(type(record) is not table for record in records)
    records.sort(key=lambda record: (str(record.pk) != asked, finer and type(record) is table))
    return records


def merge_page(request, label, site):
    """Side by side, what differs and what would be done; then the merge."""
    table = noun_of(label)
    form, plan, reason, status, records = None, None, "", 200, []
    try:
        records = chosen(request, table)
        plan = plan_merge(records[0], records[1:])
        form = MergeForm(records, plan.contested(), request.POST or None)
        if reason := next(filter(None, (why_not(request.user, "merge", record) for record in records)), ""):
            status = 403
        elif request.method == "POST" and (done := merge_chosen(request, form, records)):
            return done
    except (Refused, UnknownRelation) as error:
        reason, status = str(error), 400
    if form and form.errors:
        status = 400
    context = site.each_context(request) | {
        "title": f"Fusionner des {table._meta.verbose_name_plural}", "opts": table._meta, "records": records,
        "form": form, "said": list(plan.said()) if plan else [], "reason": reason,
        "opened": [(record.name, change_address(record)) for record in records],
    }  # fmt: skip
    return TemplateResponse(request, "directory/duplicates/merge.html", context, status=status)


def merge_chosen(request, form, records):
    """Where to go once merged; None, and the reasons in the form, when it cannot be as chosen."""
    if not form.is_valid():
        return None
    try:
        record = merge(records[0], records[1:], form.values(), request.user, form.seen(), form.stays())
    except ValidationError as error:
        form.refuse(error)
        return None
    gone = ", ".join(f"« {row['name']} »" for row in record.merged)
    messages.success(
        request,
        format_html(
            '{} ne fait plus qu\'une avec « {} ». <a href="{}">Voir la fusion, ou l\'annuler</a>',
            gone, records[0].name, reverse("admin:directory_mergerecord_change", args=[record.pk]),
        ),
    )  # fmt: skip
    return redirect(change_address(finest(table_of(type(records[0]))._base_manager.get(pk=records[0].pk))))


def search_page(request, label, key, site):
    """The suspects of one record, looked for now."""
    table = noun_of(label)
    entry = finest(get_object_or_404(table._base_manager, pk=key))
    decided = {}
    for pair in Suspicion.objects.about(table, [entry.pk]).filter(state=Suspicion.State.DISTINCT):
        decided[pair.first_id if pair.second_id == entry.pk else pair.second_id] = pair
    found = [
        {"suspect": suspect, "decided": decided.get(suspect.entry.pk), "address": change_address(suspect.entry),
         "merge": merge_address(table, entry.pk, suspect.entry.pk)}
        for suspect in suspects_of(entry)
    ]  # fmt: skip
    context = site.each_context(request) | {
        "title": f"Doublons possibles de « {entry} »", "opts": entry._meta, "entry": entry, "found": found,
        "entry_address": change_address(entry), "table": table._meta.label_lower,
        "allowed": may(request.user, "merge", entry),
    }  # fmt: skip
    return TemplateResponse(request, "directory/duplicates/search.html", context)


@require_POST
def distinct_page(request, label, first, second):
    """Remembers that two records are two bodies."""
    table = noun_of(label)
    entries = [get_object_or_404(table._base_manager, pk=key) for key in sorted((first, second))]
    if first == second:
        raise Http404("Une fiche n'est pas son propre doublon.")
    for entry in entries:
        refuse(request.user, "merge", finest(entry))
    keys = {"first_id": entries[0].pk, "second_id": entries[1].pk}
    content_type = ContentType.objects.get_for_model(table)
    pair, _ = Suspicion.objects.get_or_create(content_type=content_type, **keys, defaults={"score": 0})
    decide(pair, Suspicion.State.DISTINCT, request.user)
    messages.success(request, f"C'est noté : « {entries[0]} » et « {entries[1]} » ne sont pas des doublons.")
    return redirect("admin:directory_duplicates_of", label=label, key=first)


def decide(pair, state, user):
    pair.state, pair.decided_by, pair.decided_at = state, user, timezone.now()
    pair.save()


@require_POST
def undo_page(request, key):
    record = get_object_or_404(MergeRecord, pk=key)
    if not may(request.user, "merge", record.kept and finest(record.kept)):
        raise PermissionDenied(why_not(request.user, "merge", record.kept and finest(record.kept)))
    try:
        undo(record, request.user)
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "La fusion est annulée : les fiches et leurs liens sont revenus tels qu'ils étaient.")
    return redirect("admin:directory_mergerecord_change", key)
