"""When a field is needed, as far as the form itself can tell: the same few questions for server and browser."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any, assert_never

from temoin.engine.model import AllOf, AnyOf, Condition, Not, Operand, Test, When

Question = dict[str, Any]
"""JSON that conditional.js reads: all | any | not | field with is, in, known, above, at_most | unknown."""

UNKNOWN: Question = {"unknown": True}


def compiled(when: When, codes: Collection[str]) -> Question:
    """The condition over the form's own fields; whatever asks for anything else is unknown."""
    match when:
        case AllOf(conditions):
            return {"all": [compiled(one, codes) for one in conditions]}
        case AnyOf(conditions):
            return {"any": [compiled(one, codes) for one in conditions]}
        case Not(condition):
            return {"not": compiled(condition, codes)}
        case Condition():
            return _compiled(when) if when.field in codes else UNKNOWN
        case _:
            assert_never(when)


def _compiled(condition: Condition) -> Question:
    operand = condition.operand
    match condition.test:
        case Test.IS:
            return {"field": condition.subject, "is": operand}
        case Test.ONE_OF:
            return {"field": condition.subject, "in": list(operand)}
        case Test.KNOWN:
            return {"field": condition.subject, "known": operand}
        case Test.ABOVE | Test.AT_MOST if isinstance(operand, Operand) and operand.constant is not None:
            return {"field": condition.subject, str(condition.test): operand.constant}
        case _:
            return UNKNOWN


def judged(question: Question, values: Mapping[str, Any]) -> bool | None:
    """True, False, or None where the form alone cannot tell."""
    if "all" in question:
        answers = [judged(one, values) for one in question["all"]]
        return False if False in answers else None if None in answers else True
    if "any" in question:
        answers = [judged(one, values) for one in question["any"]]
        return True if True in answers else None if None in answers else False
    if "not" in question:
        answer = judged(question["not"], values)
        return None if answer is None else not answer
    return _judged(question, values)


def _judged(question: Question, values: Mapping[str, Any]) -> bool | None:
    if "field" not in question:
        return None
    code, _, item = question["field"].partition(".")
    value = values.get(code)
    if item:
        value = value.get(item) if isinstance(value, Mapping) else None
    if "known" in question:
        return (value not in (None, "", (), {})) is question["known"]
    if value is None or value == "":
        return False
    if "is" in question:
        return bool(value == question["is"])
    if "in" in question:
        return value in question["in"]
    if "above" in question:
        return bool(Decimal(value) > question["above"])
    return bool(Decimal(value) <= question["at_most"])
