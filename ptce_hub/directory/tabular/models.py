"""The tables that staff brought in: each run, each of its rows, and what is kept for the next time."""

from django.conf import settings
from django.db import models


class Outcome(models.TextChoices):
    """What becomes of a row; each row read has one, and one only, once it is checked."""

    CREATED = "created", "créée"
    UPDATED = "updated", "mise à jour"
    UNCHANGED = "unchanged", "inchangée"
    REFUSED = "refused", "refusée"
    ASIDE = "aside", "mise de côté"

    def counted(self, number):
        """« 1 mise à jour », « 2 mises à jour »."""
        word, _, rest = self.label.partition(" ")
        return f"{number} {word}{'s' if number > 1 else ''} {rest}".rstrip()


class ImportRun(models.Model):
    """A file brought in: read, then matched to columns, checked, applied, perhaps undone."""

    class State(models.TextChoices):
        MAPPING = "mapping", "colonnes à vérifier"
        CHECKING = "checking", "contrôle en cours"
        CHECKED = "checked", "contrôlé"
        APPLYING = "applying", "import en cours"
        APPLIED = "applied", "importé"
        UNDOING = "undoing", "annulation en cours"
        UNDONE = "undone", "annulé"

    noun = models.CharField("sorte de fiche", max_length=40)
    file_name = models.CharField("fichier", max_length=200)
    source = models.CharField(
        "provenance",
        max_length=120,
        help_text="Qui tient ce tableau : « Cress Normandie », « Adhérents 2026 »… La même provenance fait reconnaître "
        "les mêmes lignes la fois suivante.",
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="par"
    )
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="annulé par"
    )
    state = models.CharField("étape", max_length=8, choices=State, default=State.MAPPING)
    headings = models.JSONField("titres", default=list, blank=True)
    mapping = models.JSONField("colonnes", default=list, blank=True)
    constants = models.JSONField("valeurs pour toutes les lignes", default=dict, blank=True)
    notes = models.JSONField("remarques", default=list, blank=True)
    delimiter = models.CharField("séparateur", max_length=1, blank=True)
    keep_good = models.BooleanField("garder les bonnes lignes quand d'autres échouent", default=True)
    status = models.CharField("statut des fiches créées", max_length=9, default="proposed")
    created_at = models.DateTimeField("créé le", auto_now_add=True)
    updated_at = models.DateTimeField("modifié le", auto_now=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = "import de tableau"
        verbose_name_plural = "imports de tableaux"
        indexes = [models.Index(fields=["noun", "-id"], name="import_run_by_noun")]

    def __str__(self):
        return f"import n° {self.pk} : {self.file_name}"

    @property
    def reason(self):
        """Why the records changed, as their history says."""
        return f"import de tableau n° {self.pk} ({self.source})"


class ImportRow(models.Model):
    """A line of the file: what it says, what it does to which record, and why not."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="rows", verbose_name="import")
    number = models.PositiveIntegerField("ligne du fichier")
    cells = models.JSONField("cases", default=list, blank=True)
    outcome = models.CharField("issue", max_length=9, choices=Outcome, blank=True)
    name = models.CharField("nom", max_length=250, blank=True)
    values = models.JSONField("valeurs", default=dict, blank=True)
    messages = models.JSONField("remarques", default=list, blank=True)
    changes = models.JSONField("changements", default=dict, blank=True)
    candidates = models.JSONField("doublons possibles", default=list, blank=True)
    choice = models.CharField("choix", max_length=30, blank=True)
    key = models.CharField("clé", max_length=64, blank=True)
    likeness = models.CharField("ressemblance", max_length=64, blank=True)
    object_id = models.PositiveBigIntegerField("fiche", null=True, blank=True)
    version = models.PositiveBigIntegerField("version vue", null=True, blank=True)
    applied = models.BooleanField("appliquée", default=False)
    undone = models.CharField("annulation", max_length=300, blank=True)

    class Meta:
        ordering = ["number", "pk"]
        verbose_name = "ligne importée"
        verbose_name_plural = "lignes importées"
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="import_row_is_said_once")]
        indexes = [
            models.Index(fields=["run", "outcome", "number"], name="import_row_by_outcome"),
            models.Index(fields=["run", "key"], name="import_row_by_key"),
            models.Index(fields=["run", "likeness"], name="import_row_by_likeness"),
        ]

    def __str__(self):
        return f"ligne {self.number}"


class Origin(models.Model):
    """Which record a line of a source became, and the version that the import left: the next import knows it again."""

    noun = models.CharField("sorte de fiche", max_length=40)
    source = models.CharField("provenance", max_length=120)
    key = models.CharField("clé", max_length=64)
    object_id = models.PositiveBigIntegerField("fiche")
    version = models.PositiveBigIntegerField("version laissée", null=True, blank=True)
    run = models.ForeignKey(
        ImportRun, models.SET_NULL, null=True, blank=True, related_name="origins", verbose_name="premier import"
    )

    class Meta:
        verbose_name = "provenance"
        constraints = [
            models.UniqueConstraint(fields=["noun", "source", "key"], name="origin_leads_to_one_record"),
        ]

    def __str__(self):
        return f"{self.source} : {self.key}"


class KeptMapping(models.Model):
    """How someone matched these headings to our columns: offered again to them, and to those of their network."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="par")
    noun = models.CharField("sorte de fiche", max_length=40)
    headings = models.CharField("empreinte des titres", max_length=64)
    mapping = models.JSONField("colonnes", default=list, blank=True)
    constants = models.JSONField("valeurs pour toutes les lignes", default=dict, blank=True)

    class Meta:
        verbose_name = "correspondance gardée"
        verbose_name_plural = "correspondances gardées"
        constraints = [
            models.UniqueConstraint(fields=["user", "noun", "headings"], name="kept_mapping_is_said_once"),
        ]

    def __str__(self):
        return f"{self.noun} ({self.user})"
