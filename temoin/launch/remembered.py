"""What a demo keeps between starts, so that addresses and sign-ins stay the same: ports and the secret key."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import asdict, dataclass

from temoin.launch import database
from temoin.launch.mail import HOST
from temoin.launch.places import STATE, environment

FILE = STATE / "demo.json"


@dataclass(slots=True)
class Demo:
    """The ports of web and mail server, and the key that signs sessions."""

    port: int = 8000
    mail_port: int = 8025
    secret: str = ""

    @property
    def address(self) -> str:
        # localhost, not 127.0.0.1: passkeys refuse the latter
        return f"http://localhost:{self.port}"

    def save(self) -> None:
        """Writes it down for the next start, readable by this account only."""
        STATE.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(FILE, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(asdict(self), file)

    def environment(self, addresses: database.Addresses) -> dict[str, str]:
        """What each of the demo's programs is told."""
        told = {
            "TEMOIN_DEMO": "1",
            "TEMOIN_URL": self.address,
            "TEMOIN_SMTP_HOST": HOST,
            "TEMOIN_SMTP_PORT": str(self.mail_port),
            "TEMOIN_SECRET_KEY": self.secret,
        }
        return environment(**told | addresses.environment())


def demo() -> Demo:
    """What was written down, or a new one with a secret of its own."""
    try:
        return Demo(**json.loads(FILE.read_text()))
    except (OSError, ValueError, TypeError):
        return Demo(secret=secrets.token_urlsafe(48))
