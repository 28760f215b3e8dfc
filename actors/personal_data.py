"""People named in their public role; see ``ptce_hub.directory.personal_data``."""

from actors.models import Contact
from ptce_hub.directory.personal_data import declare

declare(
    Contact,
    ["name", "role", "page"],
    label="contacts des structures",
    why="faire connaître qui porte une structure, dans sa fonction publique",
    kept="tant qu'une source publique le dit",
    in_role=True,
)
