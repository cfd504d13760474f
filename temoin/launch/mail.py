"""The demo's mail server: accepts every message over SMTP and counts it; what was sent can be read in Témoin itself."""

from __future__ import annotations

import asyncio
import sys
from typing import Any

from aiosmtpd.smtp import SMTP

HOST = "127.0.0.1"


class Counter:
    """Accepts everything."""

    def __init__(self) -> None:
        self.messages = 0

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  (aiosmtpd's name)
        self.messages += 1
        print(
            f"{self.messages}: {len(envelope.content)} bytes for {len(envelope.rcpt_tos)} recipient(s)",
            flush=True,
        )
        return "250 accepted"


async def serve(port: int) -> None:
    """Serves until it is ended. Raises OSError where the port is taken."""
    counter = Counter()
    # a host name is given: the default asks the network for one, which can take seconds
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(counter, hostname="localhost", enable_SMTPUTF8=True), HOST, port
    )
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
