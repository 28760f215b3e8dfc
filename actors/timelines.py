"""What happened to a structure and to a network, in order."""

from ptce_hub.directory.timeline.story import Moment, joined_and_left, of_each, timeline

MOST = 12  # lines shown
DOES = {"organisateur": "Organise", "hôte": "Accueille", "soutien": "Soutient"}
COOPERATES, FEDERATES, BECOMES, HOLDS, MEETS = "coopère", "réseaux", "filiation", "lieux et appels", "événements"


def structure_timeline(structure):
    return timeline(own_moments(structure), MOST)


def network_timeline(network):
    """With those who join it and leave it."""
    members = joined_and_left(network.federations.all(), lambda row: row.structure.name, "le réseau", lane="membres")
    return timeline([*members, *own_moments(network)], MOST)


def own_moments(structure):
    roles = structure.event_roles.all()
    return [
        *goes_and_comes(structure.memberships.all(), "le pôle", lambda row: row.pole, COOPERATES),
        *goes_and_comes(structure.participations.all(), "la coopération", lambda row: row.cooperation, COOPERATES),
        *begun_together(structure.participations.all()),
        *goes_and_comes(structure.network_memberships.all(), "le réseau", lambda row: row.network, FEDERATES),
        *of_each(structure.precessions.all(), happened, "Prend la suite de", lambda row: row.predecessor, lane=BECOMES),
        *of_each(structure.successions.all(), happened, "Devient", lambda row: row.successor, lane=BECOMES),
        *of_each(structure.managed_places.all(), lambda row: row.opened, "Ouverture du lieu", lane=HOLDS),
        *of_each(structure.calls.all(), lambda row: row.launched, "Lancement de l’appel", lane=HOLDS),
        *(Moment(row.event.start, DOES[row.role], row.event, lane=MEETS) for row in roles),
    ]


def happened(succession):
    return succession.happened


def goes_and_comes(ties, what, entry, lane):
    """What the structure joins and leaves."""
    ties = list(ties)
    return [
        *of_each(ties, lambda row: row.since, f"Rejoint {what}", entry, lane=lane),
        *of_each(ties, lambda row: row.until, f"Quitte {what}", entry, lane=lane),
    ]


def begun_together(participations):
    """The beginning of the cooperations that do not say since when the structure takes part in them."""
    return of_each(
        [row for row in participations if not row.since],
        lambda row: row.cooperation.started,
        "Début de la coopération",
        lambda row: row.cooperation,
        lane=COOPERATES,
    )
