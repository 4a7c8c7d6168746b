"""All that is held about one person, gathered from every model that says it does; others withheld, and said to be.

For the steps of an access request alone: the door opens nothing here, since the reader is the person themselves.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model, Q
from django.utils import dateformat, timezone

from agencies.words import Words
from cases.answering import Around, why_withheld
from cases.models import FamilyMember, Person, ReferredPerson
from cases.pack_words import FIELDS, RECORDS
from datasharing.belt import Work, working
from datasharing.models import ParentalResponsibility, Restriction
from datasharing.selectors.joined import everybody_joined
from datasharing.vocabulary import Category

IN_WORDS = "j F Y"
ALONE = Words("It was said for the person alone.")

SHARED = frozenset({"members", "people"})
"""A way to people that passes one of these is to everybody of a family, a referral or a home."""
OF_OTHERS: Mapping[str, frozenset[str]] = {
    "cases.Referral": frozenset({"referrer_name", "referrer_contact", "asking_manager", "asking_reason"}),
    "cases.StepUp": frozenset({"spoken_to"}),
}
"""Fields that tell of somebody else than the people of the record: never given."""
ABOUT_TWO = frozenset({"cases.Joining"})
"""What two people's records were before they were taken for one: never given."""


@dataclass(frozen=True)
class PackItem:
    """One record. `values` are label and words; a withheld one has none and says why. `day` is ISO, or empty."""

    record: str
    title: str
    day: str
    categories: tuple[str, ...]
    values: tuple[tuple[str, str], ...]
    withheld: str

    @property
    def day_words(self) -> str:
        """The day as a person reads it; empty for none."""
        return dateformat.format(date.fromisoformat(self.day), IN_WORDS) if self.day else ""

    @property
    def document(self) -> int | None:
        """The number of the document that this record is, where it is one and is given."""
        model, _, key = self.record.partition(":")
        return int(key) if model == "cases.Document" and not self.withheld else None


def gathered() -> tuple[str, ...]:
    """What is gathered, by the names of the models."""
    return tuple(model._meta.label for model in _gathered_models())


def _gathered_models() -> list[type[Model]]:
    """Every model that holds something classified about people and says that it is gathered."""
    return [model for model in apps.get_models() if getattr(model, "gathers", False) and model.classified]  # type: ignore[attr-defined]


def gather(subject: UUID, *, held_back: Mapping[str, str], by_the_person: bool) -> tuple[PackItem, ...]:
    """Every record about this person. `held_back` are those that somebody keeps out, each with its words."""
    with working(Work.SUBJECT_ACCESS):
        them = everybody_joined(subject)
        around = _Surroundings(them)
        found = [
            _item(model, row, around, held_back, by_the_person)
            for model in _gathered_models()
            for row in _rows(model, them)
        ]
    return tuple(sorted((item for item in found if item), key=lambda item: (item.title, item.day, item.record)))


def _rows(model: Any, them: list[UUID]) -> Iterator[Any]:
    about = Q()
    for path in model.subjects:
        about |= Q(pk__in=them) if path == "self" else Q(**{f"{path}__in": them})
    if family := _of_whole_family(model):
        here = FamilyMember.objects.filter(person__in=them).values("family")
        about |= Q(**{f"{model.subjects[0]}__isnull": True, f"{family.replace('.', '__')}__in": here})
    if about:
        yield from model._default_manager.filter(pk__in=model._default_manager.filter(about).values("pk"))


def _of_whole_family(model: Any) -> str:
    """The way to the family of a record that is about all of it when it names nobody; empty where there is none."""
    if way := str(getattr(model, "of_family", "")):
        return way
    way = str(getattr(model, "sealed_for", ""))
    lists = len(model.subjects) == 1 and model._meta.many_to_many
    return way if lists and way.endswith("case.family_id") else ""


class _Surroundings:
    """The families of these people, which of them are open to them, and the names of everybody else there."""

    def __init__(self, them: list[UUID]) -> None:
        self.them = frozenset(them)
        mine = FamilyMember.objects.filter(person__in=them)
        families = set(mine.values_list("family_id", flat=True))
        here = set(mine.filter(left_on__isnull=True).values_list("family_id", flat=True))
        now = timezone.now()
        live = Restriction.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now))
        others = FamilyMember.objects.filter(family__in=families).exclude(person__in=them)
        risky = ParentalResponsibility.objects.filter(holder__in=them, is_risk=True, ends_on__isnull=True).exists()
        shut = set(others.filter(person__subject__in=live.values("subject")).values_list("family_id", flat=True))
        self.open_families = set() if risky else here - shut
        people = set(others.values_list("person_id", flat=True))
        referred = ReferredPerson.objects.filter(referral__people__person__in=them).exclude(person__in=them)
        people |= {one for one in referred.values_list("person_id", flat=True) if one}
        self.names = {person.given_name for person in Person.objects.filter(pk__in=people)}
        self.names |= {one.given_name for one in referred}
        closed = live.filter(subject__in=them).values_list("categories", flat=True)
        self.address_is_protected = any({"whereabouts", "identity"} & set(held) for held in closed)

    def around(self, model: Any, row: Any) -> Around:
        """What stands around one record."""
        shared = [path for path in model.subjects if SHARED & set(path.split("__"))]
        own = [path for path in model.subjects if path not in shared and path != "self"]
        others = sum(len(_ends(model, row, path) - self.them) for path in own)
        whole = _of_whole_family(model)
        if whole and _ends(model, row, own[0]) == {None}:
            return Around(True, attrgetter(whole)(row) in self.open_families, 0, self.address_is_protected)
        if shared and not _is_a_familys(shared[0]):
            others += len(_ends(model, row, shared[0]) - self.them)
        return Around(
            is_shared=bool(shared) and _is_a_familys(shared[0]),
            family_is_open=bool(shared) and _family_of(row, shared[0]) in self.open_families,
            others=others + (model._meta.label in ABOUT_TWO),
            address_is_protected=self.address_is_protected,
        )


def _is_a_familys(path: str) -> bool:
    return "members" in path.split("__")


def _family_of(row: Any, path: str) -> UUID | None:
    """The family whose shared record this is; None where there is none yet."""
    before = path.split("__")[: path.split("__").index("members")] if _is_a_familys(path) else []
    try:
        family: UUID = (attrgetter(".".join(before))(row) if before else row).pk
    except (AttributeError, ObjectDoesNotExist):
        return None
    return family


def _ends(model: Any, row: Any, path: str) -> set[UUID | None]:
    """Everybody to whom this way leads from one row; None for somebody who is nobody's record yet."""
    return set(model._default_manager.filter(pk=row.pk).order_by().values_list(path, flat=True))


def _item(
    model: Any, row: Any, around: _Surroundings, held_back: Mapping[str, str], by_the_person: bool
) -> PackItem | None:
    given = {
        name: category
        for name, category in model.classified.items()
        if name not in OF_OTHERS.get(model._meta.label, frozenset())
    }
    told = [(name, _words(model, row, name)) for name in given]
    values = tuple((FIELDS[f"{model.__name__}.{name}"], words) for name, words in told if words)
    if not values:
        return None
    record = f"{model._meta.label}:{row.pk}"
    categories = sorted({str(_category(row, given[name])) for name, words in told if words})
    texts = [words for name, words in told if words]
    why = why_withheld(around.around(model, row), categories, texts, around.names) or held_back.get(record, "")
    if not why and isinstance(row, Restriction) and not by_the_person:
        why = held_back.get(record, "") or ALONE
    return PackItem(
        record=record,
        title=RECORDS[model.__name__],
        day=_day(row),
        categories=tuple(str(Category(one).label) for one in categories),
        values=() if why else values,
        withheld=why,
    )


def _words(model: Any, row: Any, name: str) -> str:
    """One value as the person reads it; empty for nothing."""
    field = model._meta.get_field(name)
    value = getattr(row, name)
    if isinstance(value, bytes | memoryview) and value and hasattr(row, "in_words"):
        return str(row.in_words())
    if value is None or value == "" or value == [] or isinstance(value, bytes | memoryview):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return dateformat.format(value, IN_WORDS)
    if field.choices:
        return str(getattr(row, f"get_{name}_display")())
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _category(row: Any, held: str) -> str:
    """The category, or that of the record which this one takes it from."""
    return held if held in Category.values else str(attrgetter(held.replace("__", "."))(row))


def _day(row: Any) -> str:
    """The day that a record speaks of, as far as it has one."""
    for name in ("held_at", "held_on", "received_at", "recorded_at", "starts_on", "starts_at", "given_at", "opened_at"):
        value = getattr(row, name, None)
        if value:
            return str(value)[:10]
    return ""


def counted(items: Collection[PackItem]) -> tuple[int, int]:
    """How many are given, and how many withheld."""
    given = sum(not item.withheld for item in items)
    return given, len(items) - given
