"""Tables of `agencies`: places, agencies, teams, practitioners, posts, tokens and the journal."""

from agencies.models.agency import Agency, Place
from agencies.models.journal import JournalEntry
from agencies.models.practitioner import Post, Practitioner, Token
from agencies.models.team import Team, TeamMembership

__all__ = ["Agency", "JournalEntry", "Place", "Post", "Practitioner", "Team", "TeamMembership", "Token"]
