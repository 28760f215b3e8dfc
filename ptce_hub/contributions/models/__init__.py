"""What comes from the public, and what is remembered of it."""

from ptce_hub.contributions.models.attempts import Attempt
from ptce_hub.contributions.models.checks import CheckMail, CheckQuestion, Referent
from ptce_hub.contributions.models.digests import Digest
from ptce_hub.contributions.models.matches import ToldMatch
from ptce_hub.contributions.models.messages import Message
from ptce_hub.contributions.models.proposals import Proposal

__all__ = ["Attempt", "CheckMail", "CheckQuestion", "Digest", "Message", "Proposal", "Referent", "ToldMatch"]
