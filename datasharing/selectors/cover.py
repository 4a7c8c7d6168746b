"""Whether signed agreements let a supplier's file in, and what stands in the way."""

from collections.abc import Collection
from datetime import date

from django.db.models import QuerySet
from django.utils import dateformat
from django.utils.translation import gettext as _

from datasharing.models import Agreement, Party, Rule
from datasharing.vocabulary import Category


def why_not_covered(
    agreements: Collection[str], *, supplier: int, kind: str, categories: Collection[str], on: date
) -> str:
    """Empty when these agreements (by reference), in force on the day, together cover every category; else why not.

    A category is covered by a rule about what this kind supplies, in an agreement that the supplier (an agency's key)
    and an agency of a receiving kind have signed.
    """
    held = {found.reference: found for found in Agreement.objects.filter(reference__in=agreements)}
    obstacles = [_obstacle(held.get(reference), reference, supplier, on) for reference in agreements]
    good = [held[reference].pk for reference, said in zip(agreements, obstacles, strict=True) if not said]
    lacking = set(categories) - _covered(good, kind, on)
    if not lacking:
        return ""
    words = ", ".join(sorted(str(Category(category).label).lower() for category in lacking))
    reasons = "; ".join(filter(None, obstacles))
    if reasons:
        return _("nothing agreed covers %(words)s (%(reasons)s)") % {"words": words, "reasons": reasons}
    return _("nothing agreed covers %(words)s") % {"words": words}


def _obstacle(found: Agreement | None, reference: str, supplier: int, on: date) -> str:
    if found is None:
        return _("there is no agreement called %(reference)s") % {"reference": reference}
    if not found.starts_on <= on <= found.ends_on:
        return _("“%(title)s” is not in force on %(day)s") % {
            "title": found.title,
            "day": dateformat.format(on, "j F Y"),
        }
    if found.suspended_at is not None:
        return _("“%(title)s” is suspended") % {"title": found.title}
    if not _signed([found.pk], on).filter(agency_id=supplier).exists():
        return _("“%(title)s” has not been signed by the supplier") % {"title": found.title}
    return ""


def _signed(agreements: Collection[int], on: date) -> QuerySet[Party]:
    return Party.objects.filter(agreement_id__in=agreements, signed_at__date__lte=on)


def _covered(agreements: Collection[int], kind: str, on: date) -> set[str]:
    receivers = set(_signed(agreements, on).values_list("agreement_id", "agency__kind"))
    rules = Rule.objects.filter(agreement_id__in=agreements, supplier_kind=kind)
    return {
        category
        for agreement, category, receiver in rules.values_list("agreement_id", "category", "receiver_kind")
        if (agreement, receiver) in receivers
    }
