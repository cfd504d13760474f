"""Who takes part: people, organisations, who belongs where, and links that open one claim."""

from temoin.parties.models.absence import Absence
from temoin.parties.models.api_key import ApiKey
from temoin.parties.models.link import MagicLink
from temoin.parties.models.membership import Membership
from temoin.parties.models.organisation import Organisation
from temoin.parties.models.user import User

__all__ = ["Absence", "ApiKey", "MagicLink", "Membership", "Organisation", "User"]
