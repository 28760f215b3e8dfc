"""People named in their public role; see ``ptce_hub.directory.personal_data``."""

from events.models import Speaker
from ptce_hub.directory.personal_data import declare

declare(
    Speaker,
    ["name", "role"],
    label="intervenants des événements",
    why="dire qui a pris la parole, dans sa fonction publique",
    kept="tant qu'une source publique le dit",
    in_role=True,
)
