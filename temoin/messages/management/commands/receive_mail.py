"""`manage receive_mail`: one mail on standard input, as a mail server pipes it; exit codes of sysexits.h."""

from __future__ import annotations

import os
import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.db import Error

from temoin.messages import incoming, receiving


class Command(BaseCommand):
    help = (
        "Take in one mail from standard input. Exits 0 once it is taken (also where a human must look at it),"
        " 66 without input, 75 where the mail server should try again later."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        raw = sys.stdin.buffer.read(incoming.LARGEST + 1)
        if not raw.strip():
            sys.exit(os.EX_NOINPUT)
        try:
            receiving.receive(raw)
        except (Error, OSError) as problem:
            self.stderr.write(f"{type(problem).__name__}: try again later")
            sys.exit(os.EX_TEMPFAIL)
