"""Merging two records of a family knows every relation to a family: a new one is listed, or this fails."""

from collections.abc import Iterator

from django.apps import apps
from django.db import models

from cases.merging import EVERY, MOVED
from cases.models import Family
from datasharing.models import FamilyFile

BY_VALUE = {("agencies.Notice", "family")}
"""Holds a family's anchor by value: what lies lower on the line knows no families."""

DECIDED = {"cases.Case"}
"""Of which a family has one that is live: the step closes the other, as its reader says."""


def relations() -> Iterator[tuple[str, str]]:
    """Every column that points at a family or its file."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_fields:
            to_family = isinstance(field, models.ForeignKey) and field.related_model in (Family, FamilyFile)
            if model._meta.managed and to_family:
                yield f"{model._meta.app_label}.{model._meta.object_name}", field.name


def test_every_relation_to_a_family_is_listed_for_merging_and_none_is_made_up() -> None:
    assert {(one.model, one.field) for one in EVERY} == set(relations()) | BY_VALUE


def test_whatever_else_holds_a_family_by_value_is_listed_too() -> None:
    """A column of anchors that is no relation: those of the journal and of grants are lists, and of people."""
    named = {
        (f"{model._meta.app_label}.{model._meta.object_name}", field.name)
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, models.UUIDField) and not field.is_relation and "famil" in field.name
    }
    assert named == BY_VALUE


def test_a_relation_of_which_a_family_has_one_says_so() -> None:
    for one in MOVED:
        model = apps.get_model(one.model)
        unique = [
            constraint.fields
            for constraint in model._meta.constraints
            if isinstance(constraint, models.UniqueConstraint) and one.field in constraint.fields
        ]
        assert bool(unique) == (bool(one.alone) or one.model in DECIDED), f"{one.model}.{one.field}"
        for fields in unique if one.alone else ():
            assert set(fields) - {one.field} == set(one.alone)
