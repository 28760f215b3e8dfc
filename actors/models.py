"""Who cooperates: structures, the networks that federate them, what supports them."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from ptce_hub.directory.entries import EntryQuerySet
from ptce_hub.directory.fields.constraints import in_order, in_pairs, or_blank, said_once
from ptce_hub.directory.fields.dates import PartialDateField
from ptce_hub.directory.fields.identifiers import IdentifierField, validate_rna, validate_siren, validate_siret
from ptce_hub.directory.models import Entry, Link, counted_by
from ptce_hub.territories.models import Territory


class Structure(Entry):
    """Any organisation. Its identifiers are optional and never keys: branches share them and they change."""

    class Kind(models.TextChoices):
        ASSOCIATION = "association", "association"
        CAE = "cae", "coopérative d'activité et d'emploi (CAE)"
        SCIC = "scic", "société coopérative d'intérêt collectif (SCIC)"
        SCOP = "scop", "société coopérative de production (SCOP)"
        COOPERATIVE = "cooperative_autre", "autre coopérative"
        COLLECTIVITE = "collectivite", "collectivité"
        ORGANISME_PUBLIC = "organisme_public", "organisme public"
        MUTUELLE = "mutuelle", "mutuelle"
        FONDATION = "fondation", "fondation"
        SIAE = "siae", "structure d'insertion"
        ENTREPRISE_INSERTION = "entreprise_insertion", "entreprise d'insertion ou adaptée"
        ENTREPRISE = "entreprise_hors_ess", "entreprise hors ESS"
        RECHERCHE = "recherche_formation", "recherche ou formation"
        GROUPEMENT = "groupement", "groupement"
        RESEAU = "reseau", "réseau"
        OTHER = "autre", "autre"

    searched_ties = {"precessions__predecessor": "A pris la suite de"}
    address_fields = ("slug", "kind")

    acronym = models.CharField("sigle", max_length=60, blank=True)
    kind = models.CharField("nature", max_length=20, choices=Kind, db_index=True)
    siren = IdentifierField("Siren", max_length=9, blank=True, validators=[validate_siren])
    siret = IdentifierField("Siret", max_length=14, blank=True, validators=[validate_siret])
    rna = IdentifierField("RNA", max_length=10, blank=True, validators=[validate_rna])
    latitude = models.FloatField("latitude (degrés, WGS 84)", null=True, blank=True)
    longitude = models.FloatField("longitude (degrés, WGS 84)", null=True, blank=True)

    class Meta(Entry.Meta):
        verbose_name = "structure"
        indexes = [*counted_by("kind"), *Entry.Meta.indexes]
        constraints = [
            in_pairs("structure_coordinates_come_in_pairs"),
        ]

    @property
    def page_name(self):
        return "network" if self.kind == self.Kind.RESEAU else "structure"


class Network(Structure):
    """A structure that federates others."""

    class Scope(models.TextChoices):
        NATIONAL = "national", "national"
        REGIONAL = "regional", "régional"
        LOCAL = "local", "local"

    page_name = "network"
    territory_fields = ("territories",)
    searched_fields = ("nature", "part_in_movement")
    _history_m2m_fields = ["themes", "territories"]

    scope = models.CharField("échelle", max_length=8, choices=Scope)
    nature = models.CharField("sorte de réseau", max_length=120, blank=True, help_text="CRESS, fédération, mouvement…")
    territories = models.ManyToManyField(
        Territory, blank=True, related_name="networks", verbose_name="territoires couverts"
    )
    part_in_movement = models.TextField("part prise dans le mouvement des PTCE", blank=True)
    federated = models.ManyToManyField(
        Structure, through="NetworkMembership", related_name="networks", verbose_name="membres"
    )

    objects = EntryQuerySet.as_manager()

    class Meta(Entry.Meta):
        verbose_name = "réseau"
        indexes = []  # its columns are the structures'
        verbose_name_plural = "réseaux"


class NetworkMembership(Link):
    """A structure's time in a network."""

    owners = ("network", "structure")
    lasts_apart = ("network", "structure")

    network = models.ForeignKey(Network, models.CASCADE, related_name="federations", verbose_name="réseau")
    structure = models.ForeignKey(Structure, models.CASCADE, related_name="network_memberships", verbose_name="membre")
    since = PartialDateField("depuis")
    until = PartialDateField("jusqu'à")

    class Meta:
        ordering = ["structure__sort_name", "pk"]
        verbose_name = "adhésion à un réseau"
        verbose_name_plural = "adhésions à un réseau"
        constraints = [
            said_once(
                "network",
                "structure",
                or_blank("since"),
                name="network_membership_is_said_once",
                message="Cette structure est déjà membre du réseau depuis cette date.",
            ),
            models.CheckConstraint(
                name="network_does_not_federate_itself",
                condition=~Q(network=F("structure")),
                violation_error_message="Un réseau n'est pas membre de lui-même.",
            ),
            in_order(
                "since",
                "until",
                "network_membership_ends_after_it_begins",
                "L'adhésion ne peut pas finir avant d'avoir commencé.",
            ),
        ]

    def __str__(self):
        return f"{self.structure} – {self.network}"


class Succession(Link):
    """What became what: a merger, a new name, a takeover."""

    owners = ("predecessor", "successor")

    predecessor = models.ForeignKey(
        Structure, models.CASCADE, related_name="successions", verbose_name="structure d'origine"
    )
    successor = models.ForeignKey(
        Structure, models.CASCADE, related_name="precessions", verbose_name="structure qui a pris la suite"
    )
    happened = PartialDateField("date")
    basis = models.CharField("fondement", max_length=250, blank=True, help_text="Ce qui permet de le dire.")

    class Meta:
        ordering = ["happened", "pk"]
        verbose_name = "succession"
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor"],
                name="succession_is_said_once",
                violation_error_message="Cette succession est déjà enregistrée.",
            ),
            models.CheckConstraint(
                name="structure_does_not_succeed_itself",
                condition=~Q(predecessor=F("successor")),
                violation_error_message="Une structure ne se succède pas à elle-même.",
            ),
        ]

    def __str__(self):
        return f"{self.predecessor} → {self.successor}"

    def clean(self):
        super().clean()
        if self.predecessor_id and self.successor_id and (loop := self.loop()):
            names = Structure.objects.in_bulk(loop)
            told = " → ".join(names[key].name for key in [self.predecessor_id, *loop])
            raise ValidationError(f"Ces successions tournent en rond : {told}. Retirez l'une d'elles, ou inversez-la.")

    def loop(self):
        """The keys of what the successor became, down to the predecessor; empty when it never became that."""
        came_from, reached = {}, [self.successor_id]
        while reached and self.predecessor_id not in came_from and self.predecessor_id not in reached:
            rows = Succession.objects.filter(predecessor__in=reached).exclude(pk=self.pk)
            found = {heir: before for before, heir in rows.values_list("predecessor", "successor")}
            reached = [heir for heir in found if heir not in came_from]
            came_from |= {heir: found[heir] for heir in reached}
        if self.predecessor_id not in came_from:
            return []
        way = [self.predecessor_id]
        while way[-1] != self.successor_id:
            way.append(came_from[way[-1]])
        return way[::-1]


class Contact(Link):
    """A person in a public professional role; the page to write to, never a private address."""

    owners = ("structure",)

    structure = models.ForeignKey(Structure, models.CASCADE, related_name="contacts", verbose_name="structure")
    name = models.CharField("nom", max_length=120)
    role = models.CharField("fonction publique", max_length=160)
    page = models.URLField(
        "page publique",
        max_length=500,
        blank=True,
        help_text="Page de contact ou de présentation, jamais une adresse privée.",
    )
    since = PartialDateField("depuis")
    until = PartialDateField("jusqu'à")

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = "contact"
        constraints = [
            in_order(
                "since",
                "until",
                "contact_ends_after_it_begins",
                "La fonction ne peut pas finir avant d'avoir commencé.",
            ),
        ]

    def __str__(self):
        return f"{self.name}, {self.role}"


class SupportOffer(Entry):
    """Who supports what, where, for whom."""

    class Kind(models.TextChoices):
        FINANCEMENT = "financement", "financement"
        INGENIERIE = "ingénierie", "ingénierie"
        FORMATION = "formation", "formation"
        RESEAU = "mise en réseau", "mise en réseau"
        IMMOBILIER = "immobilier", "immobilier"
        OTHER = "autre", "autre"

    page_name = "support_offer"
    searched_fields = ("audience",)
    searched_ties = {"providers": "Proposé par"}
    _history_m2m_fields = ["themes", "providers"]

    kind = models.CharField("nature", max_length=20, choices=Kind)
    audience = models.CharField("pour qui", max_length=300, blank=True)
    providers = models.ManyToManyField(
        Structure, blank=True, related_name="support_offers", verbose_name="proposée par"
    )
    last_known = models.PositiveSmallIntegerField(
        "dernière année connue", null=True, blank=True, help_text="Année de la source la plus récente."
    )

    class Meta(Entry.Meta):
        verbose_name = "offre d'accompagnement"
        verbose_name_plural = "offres d'accompagnement"
