"""`./run manage`, `shell` and `bench`: Django's commands against this checkout's database."""

from __future__ import annotations

from temoin.launch import catalogues, chromium, database, foreground, remembered
from temoin.launch.places import STATE, django, environment
from temoin.launch.postgres import Postgres

# these make or change tables: they run as the role that owns them
OF_THE_OWNER = {
    "migrate",
    "createcachetable",
    "flush",
    "dbshell",
    "inspectdb",
    "makemigrations",
    "sqlmigrate",
}


def manage(arguments: list[str]) -> int:
    """One management command, with its exit code; files are named relative to where the person stands."""
    catalogues.compile_newer()
    as_owner = bool(OF_THE_OWNER.intersection(arguments[:1]))
    with database.opened() as addresses:
        told = (
            remembered.demo().environment(addresses)
            if addresses.embedded
            else environment(**addresses.environment())
        )
        if as_owner:
            told["TEMOIN_AS_OWNER"] = "1"
        if arguments[:1] == ["doctor"]:
            told["TEMOIN_CHROMIUM"] = chromium.found()
        return foreground.run(django(*arguments), told)


def shell(arguments: list[str]) -> int:
    """Django's prompt, in the runtime role."""
    return manage(["shell", *arguments])


def bench(arguments: list[str]) -> int:
    """The measurements, on a server of their own so that they neither disturb the demo nor lean on its state."""
    catalogues.compile_newer()
    if named := database.given():
        return _bench(named, arguments)
    server = Postgres(STATE / "bench-pg")
    server.erase()  # every run measures on a world made anew
    server.start()
    try:
        return _bench(database.embedded(server), arguments)
    finally:
        server.stop()


def _bench(addresses: database.Addresses, arguments: list[str]) -> int:
    told = addresses.environment()
    owner = environment(**told, TEMOIN_AS_OWNER="1")
    command = ["bench_copies", *arguments[1:]] if arguments[:1] == ["copies"] else ["bench", *arguments]
    pages = [["collectstatic", "--noinput", "--verbosity=0"]] if command[0] == "bench_copies" else []
    for preparation in (["migrate", "--verbosity=0"], ["createcachetable"], *pages):
        if code := foreground.run(django(*preparation), owner):
            return code
    return foreground.run(django(*command), environment(**told))
