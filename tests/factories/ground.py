"""Accounts, territories and what was loaded. Codes begin with Z, so that nothing here meets a real territory."""

import factory
from allauth.mfa.totp.internal.auth import TOTP

from ptce_hub.accounts.models import Role, User
from ptce_hub.directory.models import Theme
from ptce_hub.site.models import Loaded
from ptce_hub.territories.models import (
    Alias,
    Containment,
    Kind,
    LoadedVintage,
    OfficialPoint,
    Outline,
    Territory,
)
from tests.factories.rows import RowFactory

PASSWORD = "mot de passe d'essai"
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


class UserFactory(RowFactory):
    """Signs in with ``client.force_login``; only ``with_password`` pays for hashing one (``PASSWORD``).

    Traits ``editor``, ``moderator``, ``administrator``; ``national=True``, or ``territories=[…]``, ``networks=[…]``.
    """

    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        editor = factory.Trait(role=Role.EDITOR)
        moderator = factory.Trait(role=Role.MODERATOR)
        administrator = factory.Trait(role=Role.ADMINISTRATOR)
        with_password = factory.Trait(password=factory.django.Password(PASSWORD))

    email = factory.Sequence("compte{}@exemple.fr".format)
    password = "!"

    @factory.post_generation
    def territories(user, create, places):
        user.territories.set(places or [])

    @factory.post_generation
    def networks(user, create, networks):
        user.networks.set(networks or [])

    @factory.post_generation
    def second_factor(user, create, wanted):
        """Whoever has a role has a second factor, unless ``second_factor=False``."""
        if user.role and wanted is not False:
            TOTP.activate(user, TOTP_SECRET)


class TerritoryFactory(RowFactory):
    """A commune, unless a trait says ``region``, ``department``, ``epci``, ``area``, ``former_region``, ``country``."""

    class Meta:
        model = Territory
        django_get_or_create = ["kind", "code"]

    class Params:
        commune = factory.Trait(kind=Kind.COMMUNE)
        epci = factory.Trait(kind=Kind.EPCI, nature="CC")
        department = factory.Trait(kind=Kind.DEPARTMENT)
        region = factory.Trait(kind=Kind.REGION)
        former_region = factory.Trait(kind=Kind.FORMER_REGION, ended="2015-12-31")
        area = factory.Trait(kind=Kind.AREA, nature="bassin de vie")
        country = factory.Trait(kind=Kind.COUNTRY)

    kind = Kind.COMMUNE
    code = factory.Sequence("Z{:04}".format)
    name = factory.LazyAttribute(lambda territory: f"Zone {territory.code}")
    slug = factory.LazyAttribute(lambda territory: f"zone-{territory.code.lower()}")


class ContainmentFactory(RowFactory):
    class Meta:
        model = Containment

    outer = factory.SubFactory(TerritoryFactory, region=True)
    inner = factory.SubFactory(TerritoryFactory)
    whole = True


class OutlineFactory(RowFactory):
    class Meta:
        model = Outline

    territory = factory.SubFactory(TerritoryFactory, epci=True)
    geometry = '{"type": "Polygon", "coordinates": [[[0, 48], [1, 48], [1, 49], [0, 48]]]}'
    path = "M400 250l50 0 0 -50z"
    source = "Document d'essai"


class OfficialPointFactory(RowFactory):
    class Meta:
        model = OfficialPoint

    code = factory.Sequence("Z{:04}".format)
    latitude = 48.5
    longitude = 0.25
    source = "Document d'essai"


class AliasFactory(RowFactory):
    class Meta:
        model = Alias

    territory = factory.SubFactory(TerritoryFactory)
    nature = Alias.Nature.USUAL
    name = factory.Sequence("Autre nom {}".format)


class LoadedVintageFactory(RowFactory):
    class Meta:
        model = LoadedVintage

    vintage = "2026"
    digest = factory.Sequence("{:064}".format)


class LoadedFactory(RowFactory):
    class Meta:
        model = Loaded

    command = factory.Sequence("commande_{}".format)
    digest = factory.Sequence("{:064}".format)


class ThemeFactory(RowFactory):
    class Meta:
        model = Theme

    slug = factory.Sequence("theme-d-essai-{}".format)
    label = factory.Sequence("Thème d'essai {}".format)
