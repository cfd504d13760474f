"""A price list and a job that waits for its estimate."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from temoin.estimates import price_file
from temoin.estimates.models import PriceList
from tests.estimates.making import french_prices

DATA = Path(price_file.__file__).parent / "data"


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def french_list(db: None) -> PriceList:
    return french_prices()
