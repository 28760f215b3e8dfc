"""Who may edit: one account a person, known by its mail address (private, never published)."""

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.db import models


class Role(models.TextChoices):
    EDITOR = "editor", "éditeur"
    MODERATOR = "moderator", "modérateur"
    ADMINISTRATOR = "administrator", "administrateur"


#: Where the addresses of erased accounts stand: a name that no machine ever has (RFC 2606).
NOWHERE = "efface.invalid"


class UserManager(BaseUserManager):
    use_in_migrations = True

    def create_user(self, email, password=None, **fields):
        user = self.model(email=email, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, **fields, role=Role.ADMINISTRATOR)

    def get_by_natural_key(self, email):
        return super().get_by_natural_key(email.strip().lower())


class User(AbstractUser):
    """A staff account; visitors need none. What each role may do is said in ``ptce_hub.directory.rights``."""

    username = None
    email = models.EmailField("adresse électronique", unique=True)
    role = models.CharField(
        "rôle",
        max_length=13,
        choices=Role,
        blank=True,
        help_text="L'éditeur saisit, corrige et propose. Le modérateur publie, archive, fusionne et décide des "
        "propositions. L'administrateur tient aussi les comptes, les thèmes et les territoires, partout. "
        "Sans rôle, le compte n'entre pas ici.",
    )
    national = models.BooleanField("toute la France", default=False)
    territories = models.ManyToManyField(
        "territories.Territory", blank=True, related_name="staff", verbose_name="territoires"
    )
    networks = models.ManyToManyField(
        "actors.Network",
        blank=True,
        related_name="staff",
        verbose_name="réseaux",
        help_text="Le compte modifie aussi les fiches des territoires de ces réseaux.",
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    objects = UserManager()

    class Meta:
        ordering = ["email"]
        verbose_name = "compte"

    def __str__(self):
        if self.is_erased:
            return "compte effacé"
        return self.get_full_name() or self.email

    def save(self, *args, **kwargs):
        self.email = self.email.strip().lower()  # one spelling, so that one address is one account
        self.is_superuser = self.role == Role.ADMINISTRATOR
        self.is_staff = bool(self.role)
        super().save(*args, **kwargs)

    def clean(self):
        self.email = self.email.strip().lower()

    @property
    def is_erased(self):
        return self.email.endswith(f"@{NOWHERE}")

    def forget(self):
        """Keeps the row, to which all that the person wrote is tied, and nothing of the person."""
        self.email = f"compte-{self.pk}@{NOWHERE}"
        self.first_name = self.last_name = self.role = ""
        self.is_active = self.national = False
        self.last_login = None
        self.set_unusable_password()
        self.save()
        for rows in (self.territories, self.networks):
            rows.clear()
