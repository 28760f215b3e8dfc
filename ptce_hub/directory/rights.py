"""Who on the staff may do what, and where.

Everybody on the staff reads everything, accounts apart. An editor adds and changes the records of their own territories
and proposes them; a moderator also publishes, archives, deletes, merges and decides there; an administrator does all
that everywhere, and keeps the accounts, the themes and the territories. A tie (a membership, a figure…) belongs to the
records that its ``owners`` name: whoever may change one of them may change it.
"""

from django.apps import apps
from django.contrib.auth.backends import BaseBackend
from django.core.exceptions import PermissionDenied
from django.db.models import Q

from ptce_hub.accounts.models import Role
from ptce_hub.directory.models import Entry
from ptce_hub.territories.models import Containment, Kind, Territory

#: Beside viewing, what a role may do within its reach.
EDITS = {"add", "change", "propose", "import"}
MODERATES = EDITS | {"delete", "publish", "merge", "decide", "restore"}
ACTS = {Role.EDITOR: EDITS, Role.MODERATOR: MODERATES, Role.ADMINISTRATOR: MODERATES | {"manage"}}

#: What nobody does, whatever their role, to a record that is kept elsewhere, and to its ties.
ELSEWHERE = {"change", "delete", "merge"}

VERBS = {
    "add": "ajouter",
    "change": "modifier",
    "propose": "proposer",
    "import": "importer",
    "delete": "supprimer",
    "publish": "publier ou archiver",
    "merge": "fusionner",
    "decide": "décider des propositions",
    "restore": "restaurer",
    "manage": "administrer",
}


def may(user, act, what=None):
    """Whether ``user`` may do ``act`` to ``what``: a row, a model, or nothing in particular."""
    return not why_not(user, act, what)


def why_not(user, act, what=None):
    """Why ``user`` may not do ``act`` to ``what``, in a sentence to show; empty when they may."""
    role = user.role if user.is_active and user.is_authenticated else ""
    if not role:
        return "Votre compte n'a pas de rôle dans l'équipe."
    if act == "view" and not private(what):
        return ""
    if act in ELSEWHERE and (reason := kept_elsewhere(what)):
        return reason
    if role == Role.ADMINISTRATOR:
        return ""
    if what is not None and not owners_of(what):
        return "Seul un administrateur peut le faire."
    verb = VERBS.get(act, act)
    if act in EDITS | {"delete"} and role == Role.EDITOR and is_moderated(what):
        return f"Votre rôle ({user.get_role_display()}) ne permet pas de {verb} : un modérateur le peut."
    if act not in ACTS[role] and not (act == "delete" and "change" in ACTS[role] and is_tie(what)):
        return f"Votre rôle ({user.get_role_display()}) ne permet pas de {verb}."
    if what is None or isinstance(what, type) or has_in_reach(user, what):
        return ""
    return (
        f"Vous pouvez lire cette fiche, mais non la {verb} : son territoire n'est pas dans les vôtres ({zone(user)})."
    )


def refuse(user, act, what=None):
    """``PermissionDenied`` with the reason, unless ``user`` may do it."""
    if reason := why_not(user, act, what):
        raise PermissionDenied(reason)


def private(what):
    """Whether only administrators may read it: accounts, sessions, what belongs to other packages or says so itself."""
    if what is None:
        return False
    model = model_of(what)
    return private_app(model._meta.app_label) or getattr(model, "is_private", False)


def private_app(label):
    name = apps.get_app_config(label).name
    return name.startswith(("django.", "allauth.")) or name == "ptce_hub.accounts"


def is_moderated(what):
    """Whether the rows of the model are for moderators alone to keep, as the model says itself."""
    return what is not None and getattr(model_of(what), "moderated", False)


def model_of(what):
    return what if isinstance(what, type) else type(what)


def is_tie(what):
    return what is not None and not issubclass(model_of(what), Entry)


def owners_of(what):
    """Paths to the records that a row belongs to; a record belongs to itself, and what belongs to none has none."""
    model = model_of(what)
    return ("pk",) if issubclass(model, Entry) else getattr(model, "owners", ())


def in_reach(user, rows):
    """Those of ``rows``, records or ties, that ``user`` may change."""
    model = rows.model
    if not user.is_active or not user.role:
        return rows.none()
    if user.role == Role.EDITOR and is_moderated(model):
        return rows.none()
    if is_national(user):
        return rows
    condition = Q()
    for path in owners_of(model):
        owner = model if path == "pk" else end_of(model, path)
        condition |= Q(**{f"{path}__in": placed_in(owner, places_of(user)).values("pk")})
    return rows.filter(condition) if condition else rows.none()


def has_in_reach(user, row):
    """Whether ``user`` may change the row, saved or not yet."""
    if is_national(user):
        return True
    owners = [row] if isinstance(row, Entry) else [at_end_of(row, path) for path in owners_of(row)]
    return any(stands_in(owner, reach_of(user)) for owner in owners if owner)


def kept_elsewhere(what):
    """Why nobody changes a row here; empty for a model, and for what is kept here."""
    if what is None or isinstance(what, type):
        return ""
    owners = [what] if isinstance(what, Entry) else [at_end_of(what, path) for path in owners_of(what)]
    return next((owner.kept_elsewhere for owner in owners if isinstance(owner, Entry) and owner.kept_elsewhere), "")


def end_of(model, path):
    for name in path.split("__"):
        model = model._meta.get_field(name).related_model
    return model


def at_end_of(row, path):
    for name in path.split("__"):
        row = row and getattr(row, name, None)
    return row


def placed_in(model, inner):
    """The records of ``model`` that stand in the territories of keys ``inner``; one without a place, where all of its
    scope is.
    """
    condition = Q(territory__in=inner)
    for field in scopes(model):
        ties, row, place = field.remote_field.through.objects, field.m2m_field_name(), field.m2m_reverse_field_name()
        some, others = ties.filter(**{f"{place}__in": inner}), ties.exclude(**{f"{place}__in": inner})
        condition |= Q(territory=None, pk__in=some.values(row)) & ~Q(pk__in=others.values(row))
    return model._base_manager.order_by().filter(condition)


def stands_in(record, keys):
    """The same of one record, from the ``keys`` of every territory in reach."""
    if record.territory_id:
        return record.territory_id in keys
    scope = {place.pk for field in scopes(type(record)) if record.pk for place in getattr(record, field.name).all()}
    return bool(scope) and scope <= keys


def scopes(model):
    """The fields, beside ``territory``, that say where a record of ``model`` acts."""
    fields = map(model._meta.get_field, model.territory_fields)
    return [field for field in fields if field.many_to_many]


def places_of(user):
    """The keys of the territories in which an account, not a national one, may change records: a query's part."""
    reach_of(user)
    itself, wholly = keys_inside(user._zones)
    return itself.union(wholly, all=True)  # not « or »: SQLite would then scan every territory


def keys_inside(territories):
    """Two querysets of keys: those of the territories, then of all that is wholly inside one of them."""
    keys = [place.pk for place in territories]
    wholly = Containment.objects.filter(outer__in=keys, whole=True).values("inner")
    return Territory.objects.filter(pk__in=keys).order_by().values("pk"), wholly


def territories_of(user):
    """The territories that the account belongs to, by itself or through its networks."""
    networks = user.networks.through.objects.filter(user=user).values("network")
    return Territory.objects.filter(Q(staff=user) | Q(networks__in=networks)).distinct()


def is_national(user):
    return reach_of(user) is None


def reach_of(user):
    """Keys of every territory in which ``user`` may change records, read once a request; None is all of them."""
    if not hasattr(user, "_reach"):
        user._zones = [] if user.national or user.role == Role.ADMINISTRATOR else list(territories_of(user))
        everywhere = (
            user.national or user.role == Role.ADMINISTRATOR or any(z.kind == Kind.COUNTRY for z in user._zones)
        )
        itself, wholly = keys_inside(user._zones)
        user._reach = (
            None if everywhere else {*itself.values_list("pk", flat=True), *wholly.values_list("inner", flat=True)}
        )
    return user._reach


def zone(user):
    """The names of the user's territories, to say where they may act."""
    reach_of(user)
    return ", ".join(place.name for place in user._zones) or "aucun territoire ne vous est confié"


class RoleBackend(BaseBackend):
    """What Django's own permissions ask of a model ("poles.change_pole"), answered by the role."""

    def has_perm(self, user_obj, perm, obj=None):
        app, _, codename = perm.partition(".")
        act, _, name = codename.partition("_")
        try:
            model = apps.get_model(app, name)
        except LookupError:
            return False
        return may(user_obj, act, model if obj is None else obj)

    def has_module_perms(self, user_obj, app_label):
        return not private_app(app_label) and bool(user_obj.role) and user_obj.is_active
