"""Tables of `outcomes`: catalogues, ledger, support costs, measurements, the overview, households identified."""

from outcomes.models.edition import Cell, Edition
from outcomes.models.identification import HelpOffer, IdentificationRun, Suggestion
from outcomes.models.ledger import Catalogue, LedgerLine, NotCosted, SupportCost
from outcomes.models.measurement import Measurement

__all__ = [
    "Catalogue",
    "Cell",
    "Edition",
    "HelpOffer",
    "IdentificationRun",
    "LedgerLine",
    "Measurement",
    "NotCosted",
    "Suggestion",
    "SupportCost",
]
