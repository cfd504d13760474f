"""Which VAT a line of works bears, and why: dated rules as data, one file per country."""

from temoin.estimates.vat.rules import Dwelling, Explained, Rule, explain, rule_for

__all__ = ["Dwelling", "Explained", "Rule", "explain", "rule_for"]
