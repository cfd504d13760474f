"""One process that readies database and static files for the demo, as the role that owns the tables.

Prints the word `empty` as its last line where the world has no claim yet.
"""

from __future__ import annotations

import django
from django.apps import apps
from django.core.management import call_command


def prepare() -> bool:
    """Migrates, makes the cache's table, collects static files; whether the world is still empty."""
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    return not apps.get_model("claims", "Claim").objects.exists()


if __name__ == "__main__":
    print("empty" if prepare() else "inhabited")
