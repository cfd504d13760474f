"""Controls that Django has no widget for: yes or no, a day with its time, several files."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict


class YesNo(forms.Widget):
    """Two radio cards; neither is chosen until the person answers."""

    ui_kind = "yes_no"

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> str:
        return str(data.get(name, ""))

    @staticmethod
    def answer(value: object) -> str:
        """`yes`, `no`, or nothing, from what was sent or from a typed value."""
        return {True: "yes", False: "no"}.get(value, "") if isinstance(value, bool) else str(value or "")


class Checklist(forms.Widget):
    """A row for each item with its answers as radio buttons; the input of an item is named `FIELD.ITEM`."""

    ui_kind = "checklist"

    def __init__(self, items: Mapping[str, str], answers: Mapping[str, str]) -> None:
        super().__init__()
        self.items, self.answers = items, answers

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> dict[str, str]:
        return {item: str(data.get(f"{name}.{item}", "")) for item in self.items}


class DayTime(forms.Widget):
    """A date input and a time input, read and shown in one zone."""

    ui_kind = "instant"

    def __init__(self, zone: tzinfo) -> None:
        super().__init__()
        self.zone = zone

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> tuple[str, str]:
        return str(data.get(f"{name}_0", "")).strip(), str(data.get(f"{name}_1", "")).strip()

    def parts(self, value: object) -> tuple[str, str]:
        """What stands in the two inputs, from what was sent or from an aware instant."""
        if isinstance(value, datetime):
            local = value.astimezone(self.zone)
            return local.date().isoformat(), local.strftime("%H:%M")
        return value if isinstance(value, tuple) else ("", "")


class Files(forms.Widget):
    """Files to send (by camera or from the device) and, among those already on the claim, the ones meant."""

    ui_kind = "files"
    needs_multipart_form = True

    def __init__(self, existing: list[tuple[str, str]], *, accept: str) -> None:
        super().__init__()
        self.existing = existing
        self.accept = accept

    def value_from_datadict(
        self, data: Mapping[str, Any], files: MultiValueDict[str, UploadedFile] | None, name: str
    ) -> tuple[list[UploadedFile], list[str]]:
        sent = files.getlist(name) if isinstance(files, MultiValueDict) else []
        kept = data.getlist(f"{name}_kept") if isinstance(data, MultiValueDict) else []
        return list(sent), [str(one) for one in kept]
