"""What sources say of the editions, from this app's ``data/``."""

from actors.models import Structure
from events.models import EditionOrganiser, EssMonth


def import_edition(batch, record):
    """Written once: what a person has said of an edition since is theirs, and what they removed stays out."""
    edition, created = EssMonth.objects.get_or_create(year=record.date("slug").year)
    facts = {field: day_of(record, field) for field in ("opens", "closes")}
    facts |= {"text": record.text("text"), "sources": record.texts("sources")}
    organisers = [organiser(batch, said) for said in record.objects("organisers")]
    record.finish()
    batch.report.count(EssMonth, "créations", int(created))
    if is_silent(edition):
        for field, value in facts.items():
            setattr(edition, field, value)
        edition.save()
        EditionOrganiser.objects.bulk_create(EditionOrganiser(edition=edition, **row) for row in organisers if row)
        batch.report.count(EssMonth, "mises à jour", int(not created and not is_silent(edition)))


def is_silent(edition):
    """Whether nothing is said of it."""
    said = edition.opens or edition.closes or edition.text or edition.sources
    return not said and not edition.organisers.exists()


def day_of(record, field):
    date = record.date(field)
    if date and not date.day:
        raise record.refused(field, "un jour est attendu : AAAA-MM-JJ.")
    return date and date.earliest


def organiser(batch, said):
    """The row without its edition; None, and a line in the report, for a territory or a structure that is not known."""
    territory, _ = batch.reach(said)
    slug, label, website = said.text("structure"), said.text("label"), said.text("website")
    structure = batch.find(Structure, slug, said, "structure") if slug else None
    said.finish()
    if territory is None or not (structure or label):
        return None
    return {"territory": territory, "structure": structure, "label": "" if structure else label, "website": website}
