"""Every name that a procedure file defines, known before any of its references is read."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from temoin.engine.model import Field, Table


@dataclass(frozen=True, slots=True)
class Names:
    """What a role, field, step, action … named anywhere in the file may be."""

    roles: Collection[str]
    charged: Collection[str]
    groups: Collection[str]
    steps: Collection[str]
    actions: Collection[str]
    sets: Collection[str]
    ends: Collection[str]
    fields: Mapping[str, Field]
    tables: Mapping[str, Table]
    series: Collection[str] = ()
    rules: Collection[str] = ()
