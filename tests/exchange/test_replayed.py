"""The guide's printed journals end here in the same states; every date that differs is explained in the docs."""

from __future__ import annotations

import pytest
from django.conf import settings

from tests import world as cast
from tests.exchange import replayed

pytestmark = pytest.mark.django_db
PAGE = settings.CHECKOUT / "docs" / "explanation" / "printed-journals.md"


def test_the_printed_journals_end_in_the_same_states_and_every_difference_is_explained() -> None:
    found = list(replayed.journals(cast.build()))
    ends = [job.step or job.outcome for _name, _compared, job in found]
    assert ends == ["works_start", "wait_drying", "unreachable", "contact_for_works", "closed_without_works"]
    compared = [one for _name, dates, _job in found for one in dates]
    assert len(compared) == 17
    assert sum(one.same for one in compared) == 8
    for one in compared:
        assert one.same or one.why, f"{one.when}: {one.given} instead of {one.printed}, and nobody says why"
        assert not (one.same and one.why), f"{one.when}: the dates are equal, yet a difference is explained"
    assert replayed.table(found) in PAGE.read_text(encoding="utf-8"), replayed.table(found)
