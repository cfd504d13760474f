"""The two forms of an import: the journal itself, and what it does not say."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from temoin.claims import sentences
from temoin.exchange.old_journal import writing
from temoin.parties.models import Organisation
from temoin.procedures.files import procedure

LARGEST = 1_000_000
"""Bytes that the page takes: about 25,000 lines, a few seconds. More goes by the command."""
NEEDED = {"required": gettext_lazy("This is needed.")}


class JournalForm(forms.Form):
    """A file, or text pasted from the old system's screen."""

    use_required_attribute = False

    file = forms.FileField(
        label=gettext_lazy("The journal as a text file"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".txt,.text,.log,text/plain"}),
    )
    text = forms.CharField(
        label=gettext_lazy("Or its text, pasted"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )
    one_claim = forms.BooleanField(label=gettext_lazy("All of it is one claim"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or {})
        file, text = cleaned.get("file"), str(cleaned.get("text") or "")
        if not file and not text.strip() and not self.errors:
            raise ValidationError(_("Choose a file or paste the text of a journal."))
        if (file.size if file else len(text.encode("utf-8", "replace"))) > LARGEST:
            raise ValidationError(
                _(
                    "The journal is larger than 1 MB. Split it, or have it read in by the command: manage import_journal FILE."
                )
            )
        return cleaned

    def sent(self) -> tuple[str, bytes]:
        """Name and bytes of what was sent; the file where there are both."""
        file = self.cleaned_data["file"]
        if isinstance(file, UploadedFile):
            return (file.name or "")[:200].replace("\x00", ""), file.read()
        return _("pasted text"), str(self.cleaned_data["text"]).encode("utf-8", "replace")


class ClaimsForm(forms.Form):
    """What the journal does not say: whose claims these are, and what is known of all of them."""

    use_required_attribute = False

    insurer = forms.ModelChoiceField(
        queryset=Organisation.objects.none(),
        label=gettext_lazy("Insurer"),
        empty_label="—",
        error_messages=NEEDED,
    )
    loss_type = forms.ChoiceField(
        label=gettext_lazy("Cause of the damage"),
        required=False,
        help_text=gettext_lazy("Only where it is the same for all claims of the file."),
    )
    postcode = forms.CharField(
        label=gettext_lazy("Postcode"),
        required=False,
        max_length=12,
        help_text=gettext_lazy("Decides whose public holidays count."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        insurer, loss_type = self.fields["insurer"], self.fields["loss_type"]
        assert isinstance(insurer, forms.ModelChoiceField)
        assert isinstance(loss_type, forms.ChoiceField)
        insurer.queryset = Organisation.objects.filter(kind="insurer", active=True).order_by("name")
        choices = procedure(writing.PROCEDURE).fields["loss_type"].choices
        loss_type.choices = [
            ("", _("not known")),
            *((code, sentences.said(label)) for code, label in choices.items()),
        ]

    def clean_postcode(self) -> str:
        postcode = str(self.cleaned_data["postcode"]).strip()
        problem = writing.problem(postcode=postcode, loss_type="")
        if problem:
            raise ValidationError(problem)
        return postcode
