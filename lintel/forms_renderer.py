"""Draws every Django form of the service with the GOV.UK Design System's markup (set by `FORM_RENDERER`)."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

import django.forms
from django.forms.renderers import BaseRenderer, EngineMixin
from django.template.backends.django import DjangoTemplates

HERE = Path(__file__).parent


class GovukRenderer(EngineMixin, BaseRenderer):
    """`{{ form }}` and `{{ field.as_field_group }}` in our own templates; hidden inputs in Django's.

    It has an engine of its own, so that it depends on neither the order of the installed apps nor their templates.
    """

    backend = DjangoTemplates
    form_template_name = "ui/form/form.html"
    formset_template_name = "ui/form/formset.html"
    field_template_name = "ui/form/field.html"

    @cached_property
    def engine(self) -> DjangoTemplates:
        folders = [HERE / "templates", Path(django.forms.__file__).parent / "templates"]
        libraries = {"ui": "lintel.templatetags.ui"}
        return DjangoTemplates(
            {"APP_DIRS": False, "DIRS": folders, "NAME": "lintel-forms", "OPTIONS": {"libraries": libraries}}
        )
