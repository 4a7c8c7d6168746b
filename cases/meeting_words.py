"""The words of meetings: how somebody took part, and what keeps two people apart."""

from django.db.models import TextChoices


class Attended(TextChoices):
    """How somebody who was asked to a meeting took part in it."""

    CAME = "came", "Came"
    APOLOGIES = "apologies", "Sent apologies"
    REPORT = "report", "Sent a report"
    ABSENT = "absent", "Did not come"


class OrderKind(TextChoices):
    """What says that one person keeps away from another."""

    NON_MOLESTATION = "non_molestation", "Non-molestation order"
    OCCUPATION = "occupation", "Occupation order"
    RESTRAINING = "restraining", "Restraining order"
    PROTECTION_NOTICE = "protection_notice", "Domestic abuse protection notice or order"
    BAIL = "bail", "Condition of bail"
    LICENCE = "licence", "Condition of a licence or sentence"
    FAMILY_COURT = "family_court", "Order of the family court about a child"
    AGREED = "agreed", "Safety plan, without an order"
