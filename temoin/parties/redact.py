"""Keeps the secrets of links and keys out of every log line."""

from __future__ import annotations

import logging
import re

PREFIX = "tm_"  # lets logs and scanners recognise a token of a link
FORM = re.compile(rf"{PREFIX}[A-Za-z0-9_-]{{32}}")
KEY_PREFIX = "tmn_"  # of a key of the API
KEY_FORM = re.compile(rf"{KEY_PREFIX}[A-Za-z0-9_-]{{40}}")
_RESET = re.compile(r"(/password/reset/key/)[0-9A-Za-z]+-[^/\s]+")


def redact(text: str) -> str:
    """The text with the tokens of claim links, of password links and of the API's keys left out."""
    return _RESET.sub(r"\1…", KEY_FORM.sub(KEY_PREFIX + "…", FORM.sub(PREFIX + "…", text)))


class RedactLinks(logging.Filter):
    """A filter for log handlers."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = redact(record.getMessage()), None
        return True
