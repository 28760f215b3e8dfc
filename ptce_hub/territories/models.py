"""The territory of France: every level in one table, and what lies within what.

Codes are those of the *code officiel géographique* (COG), kept as text; the vintage stands on each row.
"""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from .levels import BY_WIDTH, CODE, URL_WORDS, Kind, read_ref
from .names import fold
from .outlines import OfficialPoint, Outline  # noqa: F401


def with_key(update_fields):
    return update_fields and {*update_fields, *(["key"] if "name" in update_fields else [])}


class TerritoryQuerySet(models.QuerySet):
    def within(self, territory):
        """Those that lie wholly inside ``territory``, itself left out."""
        return self.filter(outer_links__outer=territory, outer_links__whole=True)

    def covering(self, territory):
        """Those that ``territory`` lies wholly inside, widest first, itself left out."""
        return self.filter(inner_links__inner=territory, inner_links__whole=True).order_by(BY_WIDTH, "name", "pk")

    def overlapping(self, territory):
        """Those that share a part with ``territory``, neither containing the other."""
        return self.filter(inner_links__inner=territory, inner_links__whole=False)

    def current(self):
        """Those that exist today; former regions keep their pages but are left out here."""
        return self.filter(ended="")

    def formerly_at(self, slug):
        """Those that took over this address when the territory that had it was joined to them."""
        return self.filter(aliases__slug=slug)

    def get_by_ref(self, ref):
        """The one that ``ref`` names (``region-28``); ``DoesNotExist`` when none does or ``ref`` has another shape."""
        try:
            kind, code = read_ref(ref)
        except ValueError as error:
            raise self.model.DoesNotExist(str(error)) from error
        return self.get(kind=kind, code=code)

    def get_by_natural_key(self, kind, code):
        return self.get(kind=kind, code=code)


class Territory(models.Model):
    """A place at any level, from the country to the commune."""

    kind = models.CharField("niveau", max_length=13, choices=Kind)
    code = models.CharField(
        "code",
        max_length=60,
        help_text="Code Insee, numéro Siren de l'intercommunalité, ou nom court d'une zone.",
        validators=[RegexValidator(rf"^{CODE}\Z", "Lettres sans accent, chiffres et traits d'union seulement.")],
    )
    name = models.CharField("nom", max_length=200)
    slug = models.SlugField("adresse", max_length=120)
    key = models.CharField("nom sans accents", max_length=200, editable=False, db_index=True)
    nature = models.CharField(
        "nature",
        max_length=40,
        blank=True,
        help_text="CC, CA, CU, ME pour une intercommunalité ; SCoT, bassin de vie, quartier… pour une zone.",
    )
    region = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="région",
        limit_choices_to={"kind": Kind.REGION},
    )
    department = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="département",
        limit_choices_to={"kind": Kind.DEPARTMENT},
        help_text="Pour une intercommunalité à cheval sur plusieurs départements : celui de la plupart des habitants.",
    )
    epci = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="intercommunalité",
        limit_choices_to={"kind": Kind.EPCI},
    )
    communes = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="+",
        verbose_name="communes",
        limit_choices_to={"kind": Kind.COMMUNE},
        help_text="Pour une zone, quand on les connaît, ou une intercommunalité qui n'existe plus. "
        "Les autres niveaux les tiennent du code officiel géographique.",
    )
    anchors = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="+",
        verbose_name="se trouve dans",
        help_text="Pour une zone dont on ne connaît pas les communes : les territoires qu'elle touche ; "
        "un seul veut dire qu'elle y est tout entière. Pour une ancienne région : ses départements.",
    )
    successors = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="predecessors",
        verbose_name="devenu",
        help_text="Pour un territoire qui n'existe plus : celui ou ceux qui l'ont remplacé.",
    )
    ended = models.CharField("fin", max_length=10, blank=True, help_text="AAAA-MM-JJ ; vide tant qu'il existe.")
    population = models.PositiveIntegerField("population", null=True, blank=True)
    latitude = models.FloatField("latitude (degrés, WGS 84)", null=True, blank=True)
    longitude = models.FloatField("longitude (degrés, WGS 84)", null=True, blank=True)
    approximate = models.BooleanField(
        "point approché", default=False, help_text="Le point est celui de communes voisines, pas de celle-ci."
    )
    west = models.FloatField("ouest (degrés)", null=True, blank=True)
    south = models.FloatField("sud (degrés)", null=True, blank=True)
    east = models.FloatField("est (degrés)", null=True, blank=True)
    north = models.FloatField("nord (degrés)", null=True, blank=True)
    zone = models.CharField("zone", max_length=6, blank=True, help_text="metro, drom ou com.")
    vintage = models.CharField("millésime du COG", max_length=4, blank=True)

    objects = TerritoryQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = "territoire"
        indexes = [models.Index(fields=["kind", "latitude"], name="territory_by_latitude")]
        constraints = [
            # The code first: a lookup by code alone uses the same index.
            models.UniqueConstraint(fields=["code", "kind"], name="territory_code_is_unique_in_its_kind"),
            models.UniqueConstraint(fields=["kind", "slug"], name="territory_slug_is_unique_in_its_kind"),
            models.CheckConstraint(
                name="territory_coordinates_come_in_pairs",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                    latitude__isnull=False,
                    longitude__isnull=False,
                ),
                violation_error_message="Indiquez la latitude (−90 à 90) et la longitude (−180 à 180), ou rien.",
            ),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, update_fields=None, **kwargs):
        self.key = fold(self.name)
        super().save(*args, update_fields=with_key(update_fields), **kwargs)

    def get_absolute_url(self):
        return reverse("territory", args=[URL_WORDS[self.kind], self.slug])

    def natural_key(self):
        return self.kind, self.code

    @property
    def ref(self):
        """How filters name it in an address: ``region-28``, ``commune-61309``."""
        return f"{URL_WORDS[self.kind]}-{self.code}"


class Containment(models.Model):
    """``inner`` lies wholly inside ``outer``, or (``whole`` false) the two overlap, written both ways round.

    Derived from the communes of each; rebuilt by ``containment.rebuild()``, never edited.
    """

    outer = models.ForeignKey(Territory, models.CASCADE, related_name="inner_links", verbose_name="contenant")
    inner = models.ForeignKey(Territory, models.CASCADE, related_name="outer_links", verbose_name="contenu")
    whole = models.BooleanField("tout entier")

    class Meta:
        verbose_name = "inclusion"
        # All that a query of what is inside reads: nothing but the index.
        indexes = [models.Index(fields=["outer", "whole", "inner"], name="containment_inside")]
        constraints = [
            models.UniqueConstraint(fields=["outer", "inner"], name="containment_is_said_once"),
            models.CheckConstraint(
                name="containment_is_between_two",
                condition=~Q(outer=models.F("inner")),
                violation_error_message="Un territoire ne se contient pas lui-même.",
            ),
        ]

    def __str__(self):
        return f"{self.inner} {'dans' if self.whole else 'à cheval sur'} {self.outer}"


class Alias(models.Model):
    """Another way to name a territory that must keep resolving: a former name or code, a postal code, a usual name."""

    class Nature(models.TextChoices):
        POSTAL = "postal", "code postal"
        USUAL = "usual", "nom usuel"
        DELEGATED = "deleguee", "commune déléguée"
        ASSOCIATED = "associee", "commune associée"
        FORMER_CODE = "ancien-code", "ancien code"
        DISTRICT = "arrondissement", "arrondissement municipal"
        MERGED = "fusion", "réuni depuis à un autre territoire"
        RENAMED = "ancien-nom", "ancien nom"

    territory = models.ForeignKey(Territory, models.CASCADE, related_name="aliases", verbose_name="mène à")
    nature = models.CharField("nature", max_length=14, choices=Nature)
    code = models.CharField("code", max_length=60, blank=True, db_index=True)
    name = models.CharField("nom", max_length=200, blank=True)
    key = models.CharField("nom sans accents", max_length=200, blank=True, editable=False, db_index=True)
    slug = models.SlugField("adresse", max_length=120, blank=True)

    class Meta:
        ordering = ["nature", "name", "code"]
        verbose_name = "autre nom ou code"
        verbose_name_plural = "autres noms et codes"
        constraints = [
            models.UniqueConstraint(fields=["territory", "nature", "code", "name"], name="alias_is_said_once"),
            models.CheckConstraint(
                name="alias_has_a_name_or_a_code",
                condition=~Q(code="", name=""),
                violation_error_message="Indiquez un nom ou un code.",
            ),
        ]

    def __str__(self):
        return f"{self.name or self.code} ({self.get_nature_display()})"

    def save(self, *args, update_fields=None, **kwargs):
        self.key = fold(self.name)
        super().save(*args, update_fields=with_key(update_fields), **kwargs)


class LoadedVintage(models.Model):
    """A set of geography files that was loaded whole; the last one tells the vintage of the table."""

    vintage = models.CharField("millésime du COG", max_length=4)
    digest = models.CharField("empreinte des fichiers", max_length=64, db_index=True)
    loaded_at = models.DateTimeField("chargé le", auto_now_add=True)

    class Meta:
        ordering = ["loaded_at", "pk"]
        verbose_name = "millésime chargé"
        verbose_name_plural = "millésimes chargés"

    def __str__(self):
        return self.vintage
