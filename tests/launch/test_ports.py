"""Ports: the next free one is taken, and two starts at the same moment never get the same."""

from __future__ import annotations

import smtplib
import socket
import subprocess
import sys
import time

import pytest

from temoin.launch import ports
from temoin.launch.places import CannotStart

START = 18_400


def test_a_port_somebody_listens_on_is_passed_over() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        assert ports.reserve(taken).number > taken


def test_a_port_is_named_that_was_asked_for_and_is_taken() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        with pytest.raises(CannotStart, match=f"Port {taken} is in use"):
            ports.reserve(taken, exactly=True)


def test_two_that_ask_before_either_listens_get_different_ports() -> None:
    first = ports.reserve(START)
    second = ports.reserve(START)
    assert first.number != second.number


def test_the_demo_mail_server_accepts_and_counts_what_is_sent_to_it() -> None:
    port = ports.reserve(START + 100).number
    command = [sys.executable, "-m", "temoin.launch.mail", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        for _ in range(100):
            try:
                client = smtplib.SMTP("127.0.0.1", port, timeout=5)
                break
            except OSError:
                time.sleep(0.1)
        with client:
            client.sendmail(
                "a@example.org", ["b@example.org", "c@example.org"], "Subject: x\r\n\r\nété".encode()
            )
        assert server.stdout
        assert server.stdout.readline().startswith("1: ")
        server.terminate()
