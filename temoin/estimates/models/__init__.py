"""Price lists, versions of estimates with their lines, and what a contractor keeps while he works on one."""

from temoin.estimates.models.draft import Draft
from temoin.estimates.models.line import Cover, Line, LineState, Section
from temoin.estimates.models.line_model import LineModel
from temoin.estimates.models.price_item import PriceItem, Unit, WorkCategory
from temoin.estimates.models.price_list import PriceList
from temoin.estimates.models.vat_leg import Leg, VatLeg
from temoin.estimates.models.version import Kind, Version

__all__ = [
    "Cover",
    "Draft",
    "Kind",
    "Leg",
    "Line",
    "LineModel",
    "LineState",
    "PriceItem",
    "PriceList",
    "Section",
    "Unit",
    "VatLeg",
    "Version",
    "WorkCategory",
]
