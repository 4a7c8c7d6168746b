"""The words of meetings: how somebody took part, and what keeps two people apart."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Attended(TextChoices):
    """How somebody who was asked to a meeting took part in it."""

    CAME = "came", _("Came")
    APOLOGIES = "apologies", _("Sent apologies")
    REPORT = "report", _("Sent a report")
    ABSENT = "absent", _("Did not come")


class OrderKind(TextChoices):
    """What says that one person keeps away from another."""

    NON_MOLESTATION = "non_molestation", _("Non-molestation order")
    OCCUPATION = "occupation", _("Occupation order")
    RESTRAINING = "restraining", _("Restraining order")
    PROTECTION_NOTICE = "protection_notice", _("Domestic abuse protection notice or order")
    BAIL = "bail", _("Condition of bail")
    LICENCE = "licence", _("Condition of a licence or sentence")
    FAMILY_COURT = "family_court", _("Order of the family court about a child")
    AGREED = "agreed", _("Safety plan, without an order")
