"""Who is whose, and what cannot be: a truth table over a small family, without a database."""

from datetime import date
from uuid import UUID

import pytest

from cases.kinship import KinLink, descendants_of, siblings_of, why_not

NAN, MUM, DAD, TOM, OMAR, TIA, BEN = (UUID(int=number) for number in range(1, 8))
BORN = {
    NAN: date(1950, 1, 1), MUM: date(1980, 2, 2), DAD: date(1979, 3, 3), TOM: date(1985, 1, 1),
    OMAR: date(2008, 4, 4), TIA: date(2012, 5, 5), BEN: None,
}  # fmt: skip
FAMILY = [
    KinLink("birth", NAN, MUM), KinLink("birth", MUM, OMAR), KinLink("birth", DAD, OMAR), KinLink("birth", MUM, TIA),
    KinLink("birth", DAD, TIA), KinLink("birth", MUM, BEN), KinLink("birth", TOM, BEN), KinLink("separated", MUM, DAD),
    KinLink("step", TOM, OMAR),
]  # fmt: skip


@pytest.mark.parametrize(
    ("link", "said"),
    [
        (KinLink("adoptive", TOM, OMAR), ""),
        (KinLink("married", MUM, TOM), ""),
        (KinLink("married", MUM, DAD), ""),
        (KinLink("foster", NAN, TIA), ""),
        (KinLink("birth", MUM, MUM), "two different people"),
        (KinLink("birth", MUM, OMAR), "recorded already"),
        (KinLink("separated", DAD, MUM), "recorded already"),
        (KinLink("foster", OMAR, NAN), "nobody is their own ancestor"),
        (KinLink("step", TIA, MUM), "nobody is their own ancestor"),
        (KinLink("birth", TOM, OMAR), "Two parents by birth"),
        (KinLink("step", TIA, OMAR), "younger than the child"),
        (KinLink("birth", OMAR, TIA), "Two parents by birth"),
        (KinLink("adoptive", DAD, MUM), "recorded as partners"),
        (KinLink("cohabiting", NAN, MUM), "a parent of the other"),
    ],
)
def test_what_can_be_and_what_cannot(link, said):
    refused = why_not(link, FAMILY, BORN)
    assert said in refused and bool(said) == bool(refused)


def test_a_parent_by_birth_was_old_enough_where_both_dates_are_known():
    two = {MUM: date(2000, 6, 1), OMAR: date(2009, 1, 1), BEN: None}
    assert "under 10 years old" in why_not(KinLink("birth", MUM, OMAR), [], two)
    assert why_not(KinLink("adoptive", MUM, OMAR), [], two) == why_not(KinLink("birth", MUM, BEN), [], two) == ""


def test_siblings_follow_from_parents_by_birth_and_adoption_alone():
    assert siblings_of(OMAR, FAMILY) == {TIA: True, BEN: False}
    assert siblings_of(MUM, FAMILY) == siblings_of(TOM, FAMILY) == {}
    assert siblings_of(NAN, [*FAMILY, KinLink("adoptive", NAN, TOM)]) == {}
    assert siblings_of(TOM, [*FAMILY, KinLink("adoptive", NAN, TOM)]) == {MUM: False}


def test_a_ring_of_wrong_records_ends():
    ring = [KinLink("birth", MUM, OMAR), KinLink("birth", OMAR, TIA), KinLink("birth", TIA, MUM)]
    assert descendants_of(MUM, ring) == {MUM, OMAR, TIA}
