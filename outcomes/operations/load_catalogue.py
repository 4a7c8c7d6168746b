"""A shipped catalogue of prices becomes one that the ledger can name. Idempotent."""

from hashlib import sha256

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.operations import journal
from agencies.refusals import Refused
from outcomes.catalogues import SHIPPED, shipped_catalogue
from outcomes.costing import catalogue as prices
from outcomes.csv_tables import CatalogueRefused
from outcomes.models import Catalogue
from outcomes.vocabulary import Event


@transaction.atomic
def load_catalogue(actor: Actor | None, *, version: str = "") -> tuple[Catalogue, prices.Catalogue]:
    """The row and the prices of a shipped version (the newest unless named). Made when new.

    Refused where the files are faulty, or differ from those that the ledger used under the same name.
    """
    try:
        held = shipped_catalogue(version)
    except CatalogueRefused as refused:
        raise Refused(" ".join(refused.faults)) from refused
    digest = digest_of(held.version)
    row, is_new = Catalogue.objects.get_or_create(
        version=held.version,
        defaults={"digest": digest, "base_year": held.base_year, "loaded_at": timezone.now()},
    )
    if is_new:
        journal.record(actor, Event.CATALOGUE_LOADED, detail={"catalogue": row.version, "digest": digest})
    elif row.digest != digest or row.base_year != held.base_year:
        raise Refused(
            _(
                "The prices of %(version)s are not those that the ledger was worked out with. "
                "Put the files back, and give changed prices a version of their own."
            )
            % {"version": row.version}
        )
    return row, held


def digest_of(version: str) -> str:
    """A digest over the names and bytes of a shipped version's files."""
    digest = sha256()
    for path in sorted((SHIPPED / version).iterdir()):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
