"""Puts photos and papers on claims: each distinct file goes through the intake once, claims get copies of what it made."""

from __future__ import annotations

import os
import shutil
import uuid
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from django.core.files.base import ContentFile

from temoin.demo import cars, pictures, sheets
from temoin.demo.casting import Story
from temoin.demo.scene import Moment
from temoin.documents import intake, storage
from temoin.documents.models import Document, Kind, Visibility
from temoin.documents.storage import Part
from temoin.engine.state import Actor

MOST = 20  # files at once
NO_CLAIM = 0  # the originals belong to none, and are gone once they have been copied

SEEN = {
    "water_damage": ("plafond", "mur", "canalisation", "parquet"),
    "glass_breakage": ("vitre",),
    "burglary": ("porte",),
    "fire": ("suie",),
    "storm": ("toiture", "plafond"),
    "third_party_liability": ("plafond", "parquet"),
    "tiles": ("carrelage",),
    **dict.fromkeys(
        ("collision", "parking_damage", "hail", "vandalism"),
        (cars.VIEWS["damage_far"], cars.VIEWS["damage_near"]),
    ),
}
AFTER = ("apres-plafond", "apres-mur")
KINDS = {
    "estimate": Kind.ESTIMATE,
    "invoice": Kind.INVOICE,
    "report": Kind.REPORT,
    "car_estimate": Kind.ESTIMATE,
    "car_invoice": Kind.INVOICE,
    "car_report": Kind.REPORT,
}


@dataclass(frozen=True)
class Originals:
    """Every distinct file, taken in once."""

    documents: dict[str, Document]

    @classmethod
    def take(cls) -> Originals:
        """Draw them all and send them through the intake."""
        names = [*pictures.SCENES, *(f"{kind}.{one}" for kind in sheets.KINDS for one in sheets.LANGUAGES)]
        uploads = [ContentFile(_drawn(one), name=f"{one}.{'pdf' if '.' in one else 'jpg'}") for one in names]
        taken = [
            intake.take_all(uploads[at : at + MOST], claim_id=NO_CLAIM) for at in range(0, len(names), MOST)
        ]
        return cls(dict(zip(names, [one for some in taken for one in some], strict=True)))

    def discard(self) -> None:
        """Forget them; the copies stay."""
        for document in self.documents.values():
            storage.discard(document.pk)
        Document.objects.filter(pk__in=[one.pk for one in self.documents.values()]).delete()


@dataclass
class Cabinet:
    """The copies that are to be made of the originals."""

    rng: Random
    originals: Originals
    _copies: list[tuple[Document, str]] = field(default_factory=list)

    def opened(self, story: Story) -> None:
        """The photos that come with a new claim; most have some."""
        if self.rng.random() < 0.88:
            handler = story.scene.cast["advisor"]
            at = story.times[0]
            for picture in self._photos(story.scene.loss_type, self.rng.randint(1, 3)):
                self._put(picture, f"{picture}.jpg", Kind.PHOTO, story.scene.claim, None, handler, at)

    def give(self, m: Moment, kind: str) -> tuple[str, ...]:
        """Files of a kind for a move, by whoever makes it; their ids."""
        scene, actor = m.scene, m.scene.memory["actor"]
        where = (scene.claim, scene.number, actor, m.at)
        if kind in ("damage", "visit", "after"):
            chosen = AFTER[: m.rng.randint(1, 2)] if kind == "after" else self._photos(scene.loss_type, 2)
            return tuple(self._put(one, f"{one}.jpg", Kind.PHOTO, *where) for one in chosen)
        if kind in cars.SCENES:
            return (self._put(kind, f"{kind}.jpg", Kind.PHOTO, *where),)
        language = scene.writes
        of_kind = KINDS.get(kind, Kind.OTHER)
        return (self._put(f"{kind}.{language}", sheets.name(kind, language), of_kind, *where),)

    def _photos(self, loss_type: str, count: int) -> tuple[str, ...]:
        offered = SEEN[loss_type]
        return tuple(self.rng.sample(offered, min(count, len(offered))))

    def _put(
        self,
        original: str,
        filename: str,
        kind: Kind,
        claim: int,
        number: int | None,
        actor: Actor,
        at: datetime,
    ) -> str:
        document = Document(
            id=uuid.UUID(int=self.rng.getrandbits(128), version=4),
            claim_id=claim,
            assignment=number,
            kind=kind,
            filename=filename,
            uploaded_by_id=actor.person,
            organisation_id=actor.organisation,
            role=actor.role,
            visibility=Visibility.PARTIES,
            at=at,
        )
        self._copies.append((document, original))
        return str(document.pk)

    def fill(self) -> int:
        """Copy the originals to where they were promised; returns how many copies were made."""
        for document, original in self._copies:
            taken = self.originals.documents[original]
            for name in ("sha256", "size", "media_type", "width", "height"):
                setattr(document, name, getattr(taken, name))
            _link(taken.pk, document.pk)
        Document.objects.bulk_create([document for document, _ in self._copies], batch_size=500)
        return len(self._copies)


def _drawn(name: str) -> bytes:
    """A photo by its name, or a paper by kind and language."""
    kind, _, language = name.partition(".")
    return sheets.draw(kind, language) if language else pictures.draw(name)


def _link(source: uuid.UUID, target: uuid.UUID) -> None:
    """The same bytes under another id; nobody ever changes a stored file, so one copy on the disk is enough."""
    home = storage.folder(target)
    home.mkdir(parents=True, mode=0o700)
    for part in Part:
        found = storage.path(source, part)
        if found.exists():
            try:
                os.link(found, home / part.value)
            except OSError:  # a file system without links
                shutil.copy2(found, home / part.value)
