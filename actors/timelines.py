"""What happened to a structure, in order."""

from ptce_hub.directory.timeline import Moment, of_each, timeline

MOST = 12  # lines shown
DOES = {"organisateur": "Organise", "hôte": "Accueille", "soutien": "Soutient"}


def structure_timeline(structure):
    memberships, participations = structure.memberships.all(), structure.participations.all()
    networks, roles = structure.network_memberships.all(), structure.event_roles.all()
    return timeline(
        [
            *joined_and_left(memberships, "le pôle", lambda row: row.pole),
            *joined_and_left(participations, "la coopération", lambda row: row.cooperation),
            *joined_and_left(networks, "le réseau", lambda row: row.network),
            *of_each(structure.precessions.all(), happened, "Prend la suite de", lambda row: row.predecessor),
            *of_each(structure.successions.all(), happened, "Devient", lambda row: row.successor),
            *of_each(structure.managed_places.all(), lambda row: row.opened, "Ouverture du lieu"),
            *of_each(structure.calls.all(), lambda row: row.launched, "Lancement de l’appel"),
            *(Moment(row.event.start, DOES[row.role], row.event) for row in roles),
        ],
        MOST,
    )


def happened(succession):
    return succession.happened


def joined_and_left(ties, what, entry):
    return [
        *of_each(ties, lambda row: row.since, f"Rejoint {what}", entry),
        *of_each(ties, lambda row: row.until, f"Quitte {what}", entry),
    ]
