"""Who is whose, and what cannot be: a truth table over a small family, without a database."""

from datetime import date
from uuid import UUID

import pytest

from cases.kinship import Link, descendants_of, siblings_of, why_not

NAN, MUM, DAD, TOM, OMAR, TIA, BEN = (UUID(int=number) for number in range(1, 8))
BORN = {
    NAN: date(1950, 1, 1), MUM: date(1980, 2, 2), DAD: date(1979, 3, 3), TOM: date(1985, 1, 1),
    OMAR: date(2008, 4, 4), TIA: date(2012, 5, 5), BEN: None,
}  # fmt: skip
FAMILY = [
    Link("birth", NAN, MUM), Link("birth", MUM, OMAR), Link("birth", DAD, OMAR), Link("birth", MUM, TIA),
    Link("birth", DAD, TIA), Link("birth", MUM, BEN), Link("birth", TOM, BEN), Link("separated", MUM, DAD),
    Link("step", TOM, OMAR),
]  # fmt: skip


@pytest.mark.parametrize(
    ("link", "said"),
    [
        (Link("adoptive", TOM, OMAR), ""),
        (Link("married", MUM, TOM), ""),
        (Link("married", MUM, DAD), ""),
        (Link("foster", NAN, TIA), ""),
        (Link("birth", MUM, MUM), "two different people"),
        (Link("birth", MUM, OMAR), "recorded already"),
        (Link("separated", DAD, MUM), "recorded already"),
        (Link("foster", OMAR, NAN), "nobody is their own ancestor"),
        (Link("step", TIA, MUM), "nobody is their own ancestor"),
        (Link("birth", TOM, OMAR), "Two parents by birth"),
        (Link("step", TIA, OMAR), "younger than the child"),
        (Link("birth", OMAR, TIA), "Two parents by birth"),
        (Link("adoptive", DAD, MUM), "recorded as partners"),
        (Link("cohabiting", NAN, MUM), "a parent of the other"),
    ],
)
def test_what_can_be_and_what_cannot(link, said):
    refused = why_not(link, FAMILY, BORN)
    assert said in refused and bool(said) == bool(refused)


def test_a_parent_by_birth_was_old_enough_where_both_dates_are_known():
    two = {MUM: date(2000, 6, 1), OMAR: date(2009, 1, 1), BEN: None}
    assert "under 10 years old" in why_not(Link("birth", MUM, OMAR), [], two)
    assert why_not(Link("adoptive", MUM, OMAR), [], two) == why_not(Link("birth", MUM, BEN), [], two) == ""


def test_siblings_follow_from_parents_by_birth_and_adoption_alone():
    assert siblings_of(OMAR, FAMILY) == {TIA: True, BEN: False}
    assert siblings_of(MUM, FAMILY) == siblings_of(TOM, FAMILY) == {}
    assert siblings_of(NAN, [*FAMILY, Link("adoptive", NAN, TOM)]) == {}
    assert siblings_of(TOM, [*FAMILY, Link("adoptive", NAN, TOM)]) == {MUM: False}


def test_a_ring_of_wrong_records_ends():
    ring = [Link("birth", MUM, OMAR), Link("birth", OMAR, TIA), Link("birth", TIA, MUM)]
    assert descendants_of(MUM, ring) == {MUM, OMAR, TIA}
