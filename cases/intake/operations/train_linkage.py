"""Train the weights of the linkage on the records taken in. Nothing is linked by it, and no record changes."""

from typing import Any

from django.utils.translation import gettext as _

from agencies.refusals import Refused
from cases.intake.operations.join_records import recorded_identities
from cases.linkage.training import TooFew, train


def train_linkage(name: str) -> dict[str, Any]:
    """Weights as `cases.linkage.model` reads them; `name` says what they were trained on. Holds no personal data.

    Refused when there are too few records to learn from.
    """
    try:
        return train(recorded_identities(), name)
    except TooFew as few:
        raise Refused(
            _("There is too little to learn from (%(few)s). The weights that Lintel came with stay.") % {"few": few}
        ) from few
