"""Works out how a quantity was measured: `4,20 × 2,50 − 1,60` is 8.9. A small parser, nothing is ever run."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

LONGEST, DEEPEST = 200, 20  # characters; parentheses within parentheses
LARGEST = Decimal(999_999)
THOUSANDTH = Decimal("0.001")
_TOKEN = re.compile(r"\s*(\d{1,9}(?:[.,]\d{1,6})?|[-+−–*×xX·÷/:()])", re.ASCII)
_SAME = str.maketrans({"−": "-", "–": "-", "×": "*", "x": "*", "X": "*", "·": "*", "÷": "/", ":": "/"})


class NotAMeasure(ValueError):
    """The text is no sum of numbers, or its result is no possible quantity."""


def quantity(text: str) -> Decimal:
    """The result, not negative, half-up to three decimals. Raises NotAMeasure."""
    tokens = _tokens(text)
    value = _sum(tokens, DEEPEST)
    if tokens:
        raise NotAMeasure(text)
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    found = exact.quantize(THOUSANDTH, ROUND_HALF_UP) if abs(exact) <= LARGEST else exact
    if not 0 <= found <= LARGEST:
        raise NotAMeasure(text)
    return found


def is_formula(text: str) -> bool:
    """Whether something is to be worked out: a number alone is not."""
    return re.fullmatch(r"\s*[0-9]+(?:[.,][0-9]+)?\s*", text) is None


def _tokens(text: str) -> list[str]:
    """The tokens in reverse, so that the next one is the last."""
    if len(text) > LONGEST or not text.strip():
        raise NotAMeasure(text)
    found, at = [], 0
    text = text.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise NotAMeasure(text)
        found.append(match[1].translate(_SAME).replace(",", "."))
        at = match.end()
    return found[::-1]


def _sum(tokens: list[str], depth: int) -> Fraction:
    value = _product(tokens, depth)
    while tokens and tokens[-1] in "+-":
        value = value + _product(tokens, depth) if tokens.pop() == "+" else value - _product(tokens, depth)
    return value


def _product(tokens: list[str], depth: int) -> Fraction:
    value = _factor(tokens, depth)
    while tokens and tokens[-1] in "*/":
        if tokens.pop() == "*":
            value *= _factor(tokens, depth)
            continue
        divisor = _factor(tokens, depth)
        if divisor == 0:
            raise NotAMeasure("/ 0")
        value /= divisor
    return value


def _factor(tokens: list[str], depth: int) -> Fraction:
    if not tokens or depth == 0:
        raise NotAMeasure("")
    first = tokens.pop()
    if first == "(":
        value = _sum(tokens, depth - 1)
        if not tokens or tokens.pop() != ")":
            raise NotAMeasure("(")
        return value
    if not first[0].isdigit():
        raise NotAMeasure(first)
    return Fraction(first)
