"""Joining two people knows every relation that anything has to a person: a new one is listed, or this fails."""

from collections.abc import Iterator

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models

from cases.joining import EVERY, LISTED, MOVED
from cases.models import Person
from datasharing.models import DataSubject

WRITTEN_ONCE = {("agencies.JournalEntry", "families"), ("agencies.JournalEntry", "subjects")}
"""The journal is never changed: who looked at a person asks for everybody joined to them."""


def relations() -> Iterator[tuple[str, str]]:
    """Every column that points at a person or their anchor, and every list of anchors."""
    for model in apps.get_models(include_auto_created=True):
        if not model._meta.managed:
            continue
        for field in model._meta.local_fields:
            to_person = isinstance(field, models.ForeignKey) and field.related_model in (Person, DataSubject)
            of_anchors = isinstance(field, ArrayField) and isinstance(field.base_field, models.UUIDField)
            if to_person or of_anchors:
                yield f"{model._meta.app_label}.{model._meta.object_name}", field.name


def test_every_relation_to_a_person_is_listed_for_joining_and_none_is_made_up() -> None:
    assert {(one.model, one.field) for one in EVERY} == set(relations()) - WRITTEN_ONCE


def test_a_relation_of_which_a_person_has_one_says_so() -> None:
    """Whatever a unique constraint holds to one row for each person is put away, not moved onto it."""
    for one in (*MOVED, *LISTED):
        model = apps.get_model(one.model)
        unique = [
            constraint.fields
            for constraint in model._meta.constraints
            if isinstance(constraint, models.UniqueConstraint) and one.field in constraint.fields
        ] + [pair for pair in model._meta.unique_together if one.field in pair]
        assert bool(unique) == bool(one.alone), f"{one.model}.{one.field}"
        for fields in unique:
            assert set(fields) - {one.field} == set(one.alone)
