"""What every step of casework begins with: the live case of a family, at the step that it must be at."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import Post
from agencies.refusals import Invalid, Refused
from cases.models import Case, FamilyMember
from cases.vocabulary import CaseState
from datasharing.door import OpenFile
from datasharing.vocabulary import Reach

LONGEST_WORDS = 20_000
"""Characters that one text may have; a screen holds fewer, a pasted document more."""


class Taken(Protocol):
    """A family's file under its lock, as the door gives it (and as the import of history takes it)."""

    @property
    def id(self) -> UUID: ...
    @property
    def reference(self) -> str: ...
    @property
    def place(self) -> str: ...
    @property
    def reaches(self) -> frozenset[Reach]: ...


def live_case(file: Taken, *states: CaseState) -> Case:
    """The family's live case, where it is at one of `states`; otherwise a refusal that says where it is."""
    case = (
        Case.objects.filter(family_id=file.id)
        .exclude(state=CaseState.CLOSED)
        .select_related("key_worker__practitioner", "key_worker__agency", "team")
        .first()
    )
    if case is None:
        raise Refused(
            _("%(reference)s has no live case. A family that comes back is referred again.")
            % {"reference": file.reference}
        )
    if case.state in states:
        return case
    if case.state == CaseState.OPENED:
        raise Refused(_("%(reference)s waits for a key worker. Allocate it first.") % {"reference": file.reference})
    if CaseState.OPENED in states:
        raise Refused(
            _("%(reference)s is already allocated to %(key_worker)s.")
            % {"reference": file.reference, "key_worker": post_words(case.key_worker)}
        )
    if case.state == CaseState.ALLOCATED:
        raise Refused(
            _("%(reference)s has no plan yet. Agree the plan with the family first.") % {"reference": file.reference}
        )
    raise Refused(
        _("%(reference)s has one plan, and it is agreed. Add actions to it, or review it.")
        % {"reference": file.reference}
    )


def post_words(post: Post | None) -> str:
    """A practitioner as a refusal names them: "Sara Lund, Ashworth Council"."""
    return f"{post.practitioner.name}, {post.agency.name}" if post else _("nobody")


def moment(on: datetime | None) -> datetime:
    """The moment of a step: now, but for the import of history."""
    return on or timezone.now()


def needed_words(words: str, what: str, field: str) -> str:
    """Words that must be there, stripped; refused when empty, too long, or holding a null character."""
    kept = optional_words(words, what, field)
    if not kept:
        raise Invalid(_("Enter %(what)s.") % {"what": what}, field=field)
    return kept


def optional_words(words: str, what: str, field: str) -> str:
    """Words that may be there, stripped; refused when too long or holding a null character."""
    if "\x00" in words:
        raise Invalid(_("Take the null character out of %(what)s: it cannot be kept.") % {"what": what}, field=field)
    if len(words) > LONGEST_WORDS:
        raise Invalid(
            _("Shorten %(what)s: it has %(words)s characters, and at most %(longest_words)s can be kept.")
            % {"what": what, "words": format(len(words), ","), "longest_words": format(LONGEST_WORDS, ",")},
            field=field,
        )
    return words.strip()


def people_of(file: Taken, subjects: Iterable[UUID], *, field: str) -> list[UUID]:
    """These people, each once, where all belong to the family today; otherwise a refusal."""
    wanted = list(dict.fromkeys(subjects))
    here = member_ids(file) if wanted else frozenset()
    if not set(wanted) <= here:
        raise Invalid(_("Choose people who belong to this family."), field=field)
    return wanted


def member_ids(file: Taken) -> frozenset[UUID]:
    """The subjects of the people who belong to the family today."""
    return frozenset(
        FamilyMember.objects.filter(family_id=file.id, left_on__isnull=True).values_list("person_id", flat=True)
    )


def may_know(file: OpenFile, subject: UUID) -> bool:
    """Whether somebody belongs to the family today and is the actor's to know of; the same question for all others."""
    here = FamilyMember.objects.filter(family_id=file.id, person_id=subject, left_on__isnull=True)
    return here.exists() and not file.hides(subject)
