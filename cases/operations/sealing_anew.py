"""Sealing a family's records under its own key, after rows came from another family."""

from collections.abc import Iterator
from uuid import UUID

from django.apps import apps
from django.db import models

from cases.models import Family
from cases.operations.moving_rows import sealed_fields
from datasharing.keys.ciphers import Sealed
from datasharing.models import FamilyFile
from datasharing.models.sealed import owner_of


def seal_anew(file: UUID) -> int:
    """Seal what lies on this file and is sealed under another's key; returns how many rows were sealed."""
    count = 0
    for model, path in _sealed_for_families():
        names = sealed_fields(model)
        for row in model._default_manager.filter(**{path: file}):
            held = [row.__dict__.get(name) for name in names]
            if any(isinstance(value, Sealed) and value.owner != owner_of(row) for value in held):
                row.save(update_fields=names)
                count += 1
    return count


def _sealed_for_families() -> Iterator[tuple[type[models.Model], str]]:
    """Every model whose values are sealed under a family's key, and the way from a row to the family."""
    for model in apps.get_models():
        path = getattr(model, "of_family", None) or getattr(model, "sealed_for", None)
        if not path or not sealed_fields(model):
            continue
        found: type[models.Model] = model
        *steps, last = path.split(".")
        for step in steps:
            found = found._meta.get_field(step).related_model  # type: ignore[assignment]
        field = found._meta.get_field(last.removesuffix("_id")) if last.endswith("_id") else None
        if field is not None and field.related_model in (FamilyFile, Family):
            yield model, path.replace(".", "__")
