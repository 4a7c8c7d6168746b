"""What a practitioner had typed and not saved: shown to its writer alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from agencies.actor import Actor
from agencies.vocabulary import AgencyKind
from cases.models import Draft
from cases.selectors.head import Opened
from datasharing.vocabulary import Category


@dataclass(frozen=True)
class KeptDraft:
    """A form as its writer left it: each field's values by its name."""

    step: str
    typed: Mapping[str, list[str]]
    kept_at: datetime


def draft_in(opened: Opened, actor: Actor, step: str) -> KeptDraft | None:
    """The actor's own draft of this step on an opened family, if there is one. One query."""
    held = Draft.objects.filter(family_id=opened.file.id, post_id=actor.post, step=step).first()
    if held is None or held.typed is None:
        return None
    shown = opened.file.show(
        held.typed, category=Category.CONTACTS, supplier=actor.agency, supplier_kind=AgencyKind(actor.kind)
    )
    return KeptDraft(step, shown.value, held.kept_at) if shown.value is not None else None
