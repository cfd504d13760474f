"""`manage api_key`: make, list and take back keys by which programs ask the API."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q

from temoin.parties import keys
from temoin.parties.models import ApiKey, Membership


class Command(BaseCommand):
    help = (
        "Keys of the API: `api_key make C-10432 --name 'Claims system'` (the key is shown once), "
        "`api_key list C-10432`, `api_key revoke tmn_Ab3xYz9q`."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        make, listed, revoke = (verbs.add_parser(verb) for verb in ("make", "list", "revoke"))
        for one in (make, listed):
            one.add_argument("person", help="account number or e-mail address")
        make.add_argument("--name", required=True, help="what the key is for; it stands in the journal")
        make.add_argument("--organisation", default="", help="its code or name, where the person has several")
        make.add_argument("--role", default="", help="where the person has several in one organisation")
        revoke.add_argument("key", help="its first twelve characters")

    def handle(self, *args: Any, **options: Any) -> None:
        match options["verb"]:
            case "make":
                self._make(options)
            case "list":
                for one in ApiKey.objects.filter(membership__in=_memberships(options["person"])):
                    state = "revoked" if one.revoked_at else f"last used {one.last_used_at or 'never'}"
                    self.stdout.write(f"{one.prefix}…  {one.name}  {one.membership}  {state}")
            case _:
                key = ApiKey.objects.filter(prefix=options["key"]).first()
                if key is None:
                    raise CommandError(f"There is no key {options['key']}.")
                keys.revoke(key)
                self.stdout.write(f"{key} opens nothing any more.")

    def _make(self, options: dict[str, Any]) -> None:
        found = [
            one
            for one in _memberships(options["person"])
            if options["organisation"] in ("", one.organisation.code, one.organisation.name)
            and options["role"] in ("", one.role)
            and keys.may_have(one)
        ]
        if len(found) != 1:
            listed = "; ".join(map(str, found)) or "none"
            raise CommandError(
                f"Name one membership by --organisation and --role. Those that can have keys: {listed}."
            )
        key, token = keys.make(found[0], options["name"])
        self.stderr.write(f"A key for {key.membership}. It is shown once:")
        self.stdout.write(token)


def _memberships(person: str) -> list[Membership]:
    named = Q(user__username__iexact=person) | Q(user__email__iexact=person)
    found = Membership.objects.select_related("user", "organisation").filter(named, active=True)
    return list(found.filter(user__is_active=True, organisation__active=True))
