"""Every field that a person can see has a category, every model a retention rule, and relations point down the line.

Merging, access requests and retention find each model through Django's registry by what it says of itself.
"""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models

from datasharing.models import DataSubject
from datasharing.models.sealed import RowSeal, SealedField
from datasharing.vocabulary import Category

LINE = ("agencies", "datasharing", "cases", "outcomes")
CLASSIFIED_APPS = LINE[1:]
OURS = [model for app in LINE for model in apps.get_app_config(app).get_models()]
SHARED = [model for model in OURS if model._meta.app_label in CLASSIFIED_APPS]
PERSONAL = [model for model in SHARED if hasattr(model, "subjects")]
Model = type[models.Model]
NOT_SEEN = (models.AutoField, RowSeal)
CODES = {"Occurrence.code", "Occurrence.incident"}
"""A supplier's codes of what happened and its opaque number for it; they count in statistics after names are gone."""
DAYS_OF_LIFE = ("date_of_birth", "died_on")


def own_fields(model: Model) -> Iterator[str]:
    """The fields that hold something themselves: no keys, no relations."""
    for field in model._meta.get_fields():
        if isinstance(field, models.Field) and not field.is_relation and not isinstance(field, NOT_SEEN):
            yield field.name


def relations(model: Model) -> Iterator[tuple[str, Model]]:
    """The relations that a model has to others: name and target."""
    for field in model._meta.get_fields():
        if isinstance(field, models.ForeignKey | models.ManyToManyField) and isinstance(field.related_model, type):
            yield field.name, field.related_model


def follow(model: Model, path: str) -> Model | models.Field:
    """Where a path of names leads: a model, or at its end a field."""
    found: Model | models.Field = model
    for name in path.replace(".", "__").split("__"):
        assert isinstance(found, type), f"{model.__name__}: {path} goes on after a field"
        field = found._meta.get_field(name)
        found = field.related_model if field.is_relation else field
    return found


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_model_says_how_long_it_is_kept(model: Model) -> None:
    assert isinstance(getattr(model, "retention", None), str)


@pytest.mark.parametrize("model", PERSONAL, ids=lambda model: model._meta.label)
def test_every_field_is_classified_or_plain_and_never_both(model: Model) -> None:
    classified, plain, mine = set(model.classified), set(model.plain), set(own_fields(model))
    assert mine - classified - plain == set(), "neither classified nor plain"
    assert (classified | plain) - {field.name for field in model._meta.get_fields()} == set(), "no such field"
    assert classified & plain == set(), "both"


@pytest.mark.parametrize("model", PERSONAL, ids=lambda model: model._meta.label)
def test_every_category_is_one_of_the_vocabulary_or_is_held_by_a_record(model: Model) -> None:
    for field, category in model.classified.items():
        if category in Category.values:
            continue
        held = follow(model, category)
        assert isinstance(held, models.Field) and set(Category.values) == {value for value, _ in held.choices}, field


@pytest.mark.parametrize("model", PERSONAL, ids=lambda model: model._meta.label)
def test_every_model_of_personal_data_says_whom_it_is_about_and_whether_it_is_gathered(model: Model) -> None:
    assert isinstance(model.gathers, bool)
    for path in model.subjects:
        assert (model if path == "self" else follow(model, path)) is DataSubject, path
    about_people = model.classified and model.subjects
    assert model.gathers or not about_people, "what is classified is gathered for an access request"


@pytest.mark.parametrize("model", [one for one in SHARED if one not in PERSONAL], ids=lambda model: model._meta.label)
def test_a_model_that_names_no_subjects_hangs_on_nothing_personal(model: Model) -> None:
    assert [name for name, target in relations(model) if target in PERSONAL] == []


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_relations_point_down_the_line(model: Model) -> None:
    """An app's models hang on those of its own app and of apps below it, never on one above."""
    place = LINE.index(model._meta.app_label)
    ours = [(name, target._meta.app_label) for name, target in relations(model) if target._meta.app_label in LINE]
    assert [(name, label) for name, label in ours if LINE.index(label) > place] == []


def tells_who_or_says_words(field: models.Field) -> bool:
    """Whether a field holds a name, number, address, day of life, words or a document, and no code of a vocabulary."""
    kinds = models.CharField | models.TextField | models.JSONField | models.BinaryField
    words = isinstance(field, kinds) and not field.choices
    return words or field.name in DAYS_OF_LIFE


def plain_yet(model: Model) -> set[str]:
    """What a person could read of somebody in the database itself."""
    fields = [field for field in model._meta.get_fields() if field.name in model.classified]
    return {
        f"{model.__name__}.{field.name}"
        for field in fields
        if tells_who_or_says_words(field) and not isinstance(field, SealedField)
    }


def test_names_numbers_addresses_and_words_are_sealed() -> None:
    """A new field is sealed from its first day."""
    assert set().union(*map(plain_yet, PERSONAL)) == CODES


def test_a_sealed_model_says_under_whose_key_and_has_an_identity_of_its_own() -> None:
    for model in PERSONAL:
        if any(isinstance(field, SealedField) for field in model._meta.get_fields()):
            assert isinstance(model.sealed_for, str)
            assert isinstance(model._meta.pk, models.OneToOneField) or isinstance(
                model._meta.get_field("seal"), RowSeal
            )
