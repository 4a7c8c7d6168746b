"""Tables of `agencies`: places, agencies, teams, practitioners, posts, tokens, notices, letters and the journal."""

from agencies.models.agency import Agency, Place
from agencies.models.journal import JournalCheck, JournalEntry, JournalSeal, SealedEntry
from agencies.models.letter import Letter
from agencies.models.notice import Notice
from agencies.models.practitioner import Post, Practitioner, Token
from agencies.models.team import Team, TeamMembership

__all__ = [
    "Agency",
    "JournalCheck",
    "JournalEntry",
    "JournalSeal",
    "Letter",
    "Notice",
    "Place",
    "Post",
    "Practitioner",
    "SealedEntry",
    "Team",
    "TeamMembership",
    "Token",
]
