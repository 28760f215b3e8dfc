"""The tests of one's cooperation: no name nor address in them, and private all the same."""

from poles.models import Answer, Diagnosis
from poles.models.grid import OF_NOBODY, UNFINISHED
from ptce_hub.directory.personal_data import declare


def expired_tests():
    return Diagnosis.objects.expired()


declare(
    Diagnosis,
    ["secret_hash"],
    label="tests de coopération",
    why="les retrouver par leur lien secret, dont seule l'empreinte est gardée",
    kept=f"jusqu'à l'effacement demandé ; {UNFINISHED} jours sans réponse s'il n'est pas terminé, {OF_NOBODY} jours "
    "s'il n'est attaché à aucune fiche",
    expired=expired_tests,
)
declare(
    Answer,
    ["value"],
    label="réponses aux tests de coopération",
    why="en montrer le résultat à qui a répondu, et au pôle concerné, qui seul peut le publier",
    kept="avec le test",
)
