"""What every public record shares: its name, address, status, themes, territory, sources, history."""

from functools import cache

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import get_script_prefix, reverse
from django.utils import timezone

from ptce_hub.directory.duplicates.models import MergeRecord, Suspicion  # noqa: F401 (of this app's tables)
from ptce_hub.directory.entries import EntryQuerySet, Status
from ptce_hub.directory.fields.lines import LinesField, Source
from ptce_hub.directory.former_slugs import FormerSlug
from ptce_hub.directory.history.models import Deletion  # noqa: F401 (known to Django from here)
from ptce_hub.directory.history.versions import Versions
from ptce_hub.directory.tabular.models import ImportRow, ImportRun, KeptMapping, Origin  # noqa: F401
from ptce_hub.territories.models import Territory
from ptce_hub.territories.names import fold


class CheckedBy(models.TextChoices):
    """Who made the last check of a record."""

    REFERENT = "referent", "par le référent"
    STAFF = "staff", "par l'équipe"
    IMPORT = "import", "par l'import"


class Theme(models.Model):
    """One of the words that class every record: what it is about."""

    slug = models.SlugField("adresse", max_length=60, unique=True)
    label = models.CharField("libellé", max_length=120, unique=True)
    sort_label = models.CharField("libellé à trier", max_length=120, blank=True, editable=False)

    class Meta:
        ordering = ["sort_label", "label"]
        verbose_name = "thème"

    def __str__(self):
        return self.label

    def save(self, *args, update_fields=None, **kwargs):
        self.sort_label = fold(self.label)
        if update_fields is not None:
            update_fields = {*update_fields, "sort_label"}
        super().save(*args, update_fields=update_fields, **kwargs)


def published_by(*columns):
    """Indexes to sort what is published by each of these columns."""
    return [models.Index(fields=["status", column], name=f"%(class)s_by_{column}") for column in columns]


def counted_by(*columns):
    """Indexes to narrow what is published by each of these columns and count it by territory, reading nothing else."""
    return [models.Index(fields=["status", column, "territory"], name=f"%(class)s_by_{column}") for column in columns]


#: Pages that stand among the records of a noun: /poles/proposer/, /evenements/s-abonner/.
PAGES = {"proposer", "s-abonner", "integrer"}


@cache
def folder(page_name, prefix):
    """The address that the slugs of a noun end, on a site served at ``prefix``; Django takes longer to write each."""
    return reverse(page_name, args=["-"]).removesuffix("-/")


class Entry(models.Model):
    """A public record. Only what is published shows; what is unknown stays empty and is shown as unknown."""

    #: Fields, beside ``territory``, that say where the record acts.
    territory_fields = ("territory",)
    #: The name of its page among the site's addresses.
    page_name = ""
    #: Fields that its address is made of.
    address_fields = ("slug",)
    #: The field of the last day on which it shows: from the next one it is over by itself, whatever its status.
    last_day = ""
    #: Texts searched beside the names, the summary and the notes: fields, or paths to those of its own rows.
    searched_fields = ()
    #: Paths to the records whose names are searched too, and what to call them: ``{"members": "Membres"}``.
    searched_ties = {}
    #: How much an answer of the noun counts beside the others: a pole comes before the structure that bears it.
    search_weight = 1
    _history_m2m_fields = ["themes"]  # django-simple-history's name for what else it keeps
    _slug_in_db = None

    name = models.CharField("nom", max_length=250)
    slug = models.SlugField(
        "adresse",
        max_length=120,
        unique=True,
        help_text="Fin de l'adresse de la page. Si vous la changez, l'ancienne continue d'y mener.",
    )
    status = models.CharField("statut", max_length=9, choices=Status, default=Status.DRAFT)
    alternative_names = LinesField("autres noms", help_text="Un par ligne : ancien nom, nom d'usage, sigle.")
    summary = models.TextField("présentation", blank=True)
    notes = models.TextField(
        "précisions", blank=True, help_text="Public : nuances, désaccords entre sources, déductions et leur raison."
    )
    themes = models.ManyToManyField(Theme, blank=True, verbose_name="thèmes")
    territory = models.ForeignKey(
        Territory,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name="territoire",
        help_text="Le plus précis que les sources donnent : commune, intercommunalité, bassin, département, région…",
    )
    territory_words = models.CharField(
        "territoire, en toutes lettres", max_length=250, blank=True, help_text="Tel que la source le nomme."
    )
    website = models.URLField("site web", max_length=500, blank=True)
    staff_notes = models.TextField(
        "notes de l'équipe",
        blank=True,
        help_text="Jamais publiées : ce qui reste à vérifier, qui a été joint.",
    )
    sources = LinesField("sources", help_text="Une par ligne : adresse, ou référence d'un document imprimé.")
    verified_on = models.DateField(
        "vérifié le", null=True, blank=True, help_text="Dernier jour où une personne a contrôlé cette fiche."
    )
    verified_by = models.CharField(
        "vérifié par",
        max_length=8,
        choices=CheckedBy,
        blank=True,
        editable=False,
        help_text="Qui a fait ce contrôle ; vide quand on ne le sait pas.",
    )
    created_at = models.DateTimeField("créé le", auto_now_add=True)
    updated_at = models.DateTimeField("modifié le", auto_now=True, db_index=True)
    sort_name = models.CharField("nom à trier", max_length=500, blank=True, editable=False, db_index=True)
    import_digest = models.CharField("empreinte de la fiche importée", max_length=64, blank=True, editable=False)
    history = Versions(inherit=True, excluded_fields=["sort_name", "import_digest"])

    objects = EntryQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["sort_name", "pk"]
        #: A noun's own indexes come before: of several that serve as well, SQLite takes the last, and this one
        #: reads the records in the order in which they are kept.
        indexes = [
            *published_by("sort_name", "territory", "updated_at"),
            models.Index(fields=["status"], name="%(class)s_by_status"),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        if not self.slug:
            self.slug = self.free_slug()
        self.sort_name = fold(self.name)
        with transaction.atomic():
            super().save(*args, **kwargs)
            FormerSlug.objects.keep(self, self._slug_in_db)
        self._slug_in_db = self.slug

    def get_absolute_url(self):
        return f"{folder(self.page_name, get_script_prefix())}{self.slug}/"

    def clean(self):
        super().clean()
        former = FormerSlug.objects.of(type(self)).filter(slug=self.slug).exclude(object_id=self.pk)
        if self.slug and (self.slug in PAGES or former.exists()):
            raise ValidationError({"slug": "Cette adresse mène déjà à une autre page : choisissez-en une autre."})

    @classmethod
    def from_db(cls, *args, **kwargs):
        entry = super().from_db(*args, **kwargs)
        entry._slug_in_db = entry.__dict__.get("slug")
        return entry

    def free_slug(self):
        """A slug made of the name that no record of the kind has or has had; networks share the structures'."""
        name = "".join(sign for sign in fold(self.name) if sign.isascii())  # no address is in Greek or Arabic
        base = "-".join(name.split())[:100].strip("-") or "sans-nom"
        model = self._meta.get_field("slug").model
        starting = {"slug__startswith": base}
        taken = PAGES | set(model._base_manager.filter(**starting).values_list("slug", flat=True))
        taken |= set(FormerSlug.objects.of(model).filter(**starting).values_list("slug", flat=True))
        number, slug = 1, base
        while slug in taken:
            number += 1
            slug = f"{base}-{number}"
        return slug

    @property
    def is_published(self):
        return self.status == Status.PUBLISHED and not self.is_over

    @property
    def is_over(self):
        last = self.last_day and getattr(self, self.last_day)
        return bool(last) and last < timezone.localdate()

    @property
    def kept_elsewhere(self):
        """Why nobody changes the record here, in a sentence to show; empty when it is kept here."""
        return ""

    @property
    def sources_shown(self):
        return [Source(line) for line in self.sources]

    def mark_checked(self, by, on=None):
        """Dates the last check, today unless ``on`` says another day; ``save`` is left to the caller."""
        self.verified_on, self.verified_by = on or timezone.localdate(), by

    @property
    def check_is_old(self):
        """Whether the last check is more than a year old."""
        return bool(self.verified_on) and (timezone.localdate() - self.verified_on).days > 365


class Link(models.Model):
    """What hangs on a record or ties two (a figure, a membership, a participation…), with its own history.

    ``owners`` are the paths to the records it belongs to: whoever may change one of them may change it.
    """

    owners = lasts_apart = ()  # the second: see ``overlaps.py``

    history = Versions(inherit=True)

    class Meta:
        abstract = True


class Figure(Link):
    """A figure as one source gives it; sources that disagree make several."""

    value = models.PositiveBigIntegerField("valeur")
    words = models.CharField("précision", max_length=200, blank=True, help_text="Ce que la source compte exactement.")
    source = models.CharField("source", max_length=500)

    class Meta:
        abstract = True
        ordering = ["measure", "-value", "pk"]

    def __str__(self):
        return f"{self.get_measure_display()} : {self.value}"
