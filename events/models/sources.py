"""Agendas kept elsewhere, whose events the site takes up."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from actors.models import Structure
from ptce_hub.territories.models import Territory


class SourceQuerySet(models.QuerySet):
    def out_of_order(self):
        """Those still followed whose last reading failed."""
        return self.filter(active=True, failed=True)


class SourceManager(models.Manager.from_queryset(SourceQuerySet)):
    def get_queryset(self):
        """Without the file, that only a reading needs."""
        return super().get_queryset().defer("content")


class Source(models.Model):
    """An agenda that a structure keeps elsewhere, read again by the ``harvest`` command.

    ``structure`` says whose agenda it is, and so who may set it; only events of ``territory`` are taken.
    """

    class Kind(models.TextChoices):
        ICS = "ics", "agenda (ICS)"
        OPENAGENDA = "openagenda", "OpenAgenda (JSON, version 2)"
        JSONLD = "jsonld", "page web qui porte des événements (JSON-LD)"

    owners = ("structure",)
    moderated = True

    name = models.CharField("nom", max_length=200, unique=True, help_text="Montré au public : « repris de… ».")
    kind = models.CharField("format", max_length=10, choices=Kind)
    address = models.URLField(
        "adresse",
        max_length=500,
        blank=True,
        help_text="Relue à chaque passage. Vide pour un fichier, lu une fois à chaque envoi.",
    )
    page = models.URLField(
        "page à montrer", max_length=500, blank=True, help_text="Où lire cet agenda ; vide : l'adresse ci-dessus."
    )
    content = models.BinaryField("fichier envoyé", null=True, blank=True, editable=False)
    structure = models.ForeignKey(
        Structure, models.PROTECT, related_name="event_sources", verbose_name="structure ou réseau qui le tient"
    )
    territory = models.ForeignKey(
        Territory,
        models.PROTECT,
        related_name="event_sources",
        verbose_name="territoire",
        help_text="Seuls ses événements sont repris ; un événement sans commune reconnue y est rattaché.",
    )
    active = models.BooleanField("suivie", default=True)
    publishes = models.BooleanField(
        "publier d'office", default=True, help_text="Sinon, chaque événement attend d'être publié par un modérateur."
    )
    read_at = models.DateTimeField("lue le", null=True, blank=True, editable=False)
    read_whole_on = models.DateField("lue entière le", null=True, blank=True, editable=False)
    failed = models.BooleanField("en panne", default=False, editable=False)
    outcome = models.TextField("dernière lecture", blank=True, editable=False)
    etag = models.CharField(max_length=300, blank=True, editable=False)
    last_modified = models.CharField(max_length=100, blank=True, editable=False)

    objects = SourceManager()

    class Meta:
        base_manager_name = "objects"
        ordering = ["name"]
        verbose_name = "source d'événements"
        verbose_name_plural = "sources d'événements"
        constraints = [
            models.CheckConstraint(
                name="source_has_an_address_or_a_file",
                condition=~Q(address="") | Q(content__isnull=False),
                violation_error_message="Donnez une adresse, ou envoyez un fichier.",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def link(self):
        """Where the public reads it; empty for a file that no page shows, and for OpenAgenda's, which bears a key."""
        return self.page or ("" if self.kind == self.Kind.OPENAGENDA else self.address)

    def note(self, outcome, failed=False, **kept):
        """Keep what the last reading said."""
        self.read_at, self.outcome, self.failed = timezone.now(), outcome, failed
        for name, value in kept.items():
            setattr(self, name, value)
        self.save(update_fields=["read_at", "outcome", "failed", *kept])
