"""The schedule as data: every model's class stands in it, every clock leads somewhere, and its days are right."""

from datetime import date

import pytest
from django.apps import apps
from django.db import models

from datasharing.models import DataSubject, FamilyFile
from datasharing.models.sealed import SealedField
from datasharing.retention import Goes, kept_until, schedule, years_on
from tests.architecture.test_classified import OURS, PERSONAL, follow, tells_who_or_says_words

RULES = {rule.name: rule for rule in schedule().rules}


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_model_has_a_rule_in_the_schedule(model):
    assert model.retention in RULES


def test_no_rule_is_for_nothing():
    assert set(RULES) == {model.retention for model in OURS}


@pytest.mark.parametrize("model", PERSONAL, ids=lambda model: model._meta.label)
def test_what_is_told_of_people_is_never_kept_for_good(model):
    if model.classified:
        assert RULES[model.retention].goes is not Goes.KEPT


@pytest.mark.parametrize("rule, clock", schedule().clocks, ids=lambda part: getattr(part, "model", ""))
def test_every_clock_leads_to_a_moment_a_person_and_a_file(rule, clock):
    model = apps.get_model(clock.model)
    assert model.retention in {rule.name, "early_help_record"}
    assert follow(model, clock.person) is DataSubject
    assert not clock.file or follow(model, clock.file) is FamilyFile
    assert isinstance(model._meta.get_field(clock.ended), models.DateTimeField)


EMPTIED = {"Person", "Whereabouts", "ReferredPerson", "ExtractRow", "LedgerLine", "Occurrence"}
"""What applying retention empties or removes row by row, since no key of the person's own closes it."""


def test_whatever_tells_who_somebody_was_is_sealed_or_emptied():
    """A new field in plain that names somebody must be emptied by `forget_person`, or be sealed."""
    for model in PERSONAL:
        if model.subjects and RULES[model.retention].goes is Goes.SHREDDED and model.__name__ not in EMPTIED:
            own = [model._meta.get_field(name) for name in model.classified]
            assert [one.name for one in own if tells_who_or_says_words(one) and not isinstance(one, SealedField)] == []


@pytest.mark.parametrize(
    "born, ended, until",
    [
        (date(1980, 5, 1), date(2020, 3, 1), date(2026, 3, 1)),
        (date(2012, 5, 1), date(2020, 3, 1), date(2037, 5, 1)),
        (date(2002, 3, 2), date(2020, 3, 1), date(2027, 3, 2)),
        (date(2002, 3, 1), date(2020, 3, 1), date(2026, 3, 1)),
        (None, date(2020, 3, 1), date(2045, 3, 1)),
        (date(2004, 2, 29), date(2020, 3, 1), date(2029, 2, 28)),
    ],
)
def test_a_child_is_kept_longer_and_who_may_be_one_is_taken_for_one(born, ended, until):
    assert kept_until(RULES["early_help_record"], ended, born) == until


def test_an_adults_claim_is_kept_for_its_years_alone():
    assert kept_until(RULES["claim"], date(2020, 2, 29), date(2015, 1, 1)) == date(2027, 2, 28)


def test_29_february_has_a_day_in_every_year():
    assert years_on(date(2024, 2, 29), -6) == date(2018, 2, 28)
