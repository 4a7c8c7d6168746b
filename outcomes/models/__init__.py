"""Tables of `outcomes`: catalogues, ledger, support costs, measurements, and the overview's edition."""

from outcomes.models.edition import Cell, Edition
from outcomes.models.ledger import Catalogue, LedgerLine, NotCosted, SupportCost
from outcomes.models.measurement import Measurement

__all__ = ["Catalogue", "Cell", "Edition", "LedgerLine", "Measurement", "NotCosted", "SupportCost"]
