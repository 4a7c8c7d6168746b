"""What people of a family are to each other, as far as the reader may see it; and what follows from it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone

from cases.kinship import Kin, KinLink
from cases.models import Kinship
from cases.selectors.head import show
from datasharing.door import OpenFile
from datasharing.vocabulary import ToldBy


@dataclass(frozen=True)
class KinRow:
    """One record. `goes_on`: it stands today; `may_end`: it is of a sort that can end."""

    id: int
    link: KinLink
    kind_words: str
    starts_on: date | None
    ends_on: date | None
    supplier: str
    told_by_words: str
    goes_on: bool

    @property
    def may_end(self) -> bool:
        """Whether it stands and is no parent by birth, who stays one."""
        return self.goes_on and self.link.kind != Kin.BIRTH


def kin_rows(file: OpenFile, subjects: Collection[UUID]) -> tuple[KinRow, ...]:
    """The records between any two of these people that this reader may see, in one query; those that ended too.

    `subjects` are people whom the reader knows of: a record about anybody else is not read.
    """
    found = Kinship.objects.filter(one__in=subjects, other__in=subjects, withdrawn_at__isnull=True)
    return tuple(row for one in found.select_related("supplier") if (row := _row(file, one)))


def links_of(rows: Collection[KinRow]) -> list[KinLink]:
    """What stands today, each once: two records of one thing are one link."""
    return list(dict.fromkeys(row.link for row in rows if row.goes_on))


def _row(file: OpenFile, one: Kinship) -> KinRow | None:
    about = (one.one_id, one.other_id)
    if any(file.hides(subject) for subject in about):
        return None
    words = show(file, str(Kin(one.kind).label), one.category, one.supplier, about, one.told_by)
    if words.value is None:
        return None
    return KinRow(
        id=one.pk,
        link=KinLink(one.kind, *_in_order(one)),
        kind_words=words.value,
        starts_on=one.starts_on,
        ends_on=one.ends_on,
        supplier=one.supplier.name,
        told_by_words=str(ToldBy(one.told_by).label),
        goes_on=one.ends_on is None or one.ends_on > timezone.localdate(),
    )


def _in_order(one: Kinship) -> tuple[UUID, UUID]:
    """The two as they were recorded; partners always in one order, so that two records of them are alike."""
    pair = one.one_id, one.other_id
    return pair if KinLink(one.kind, *pair).is_parent else (min(pair), max(pair))
