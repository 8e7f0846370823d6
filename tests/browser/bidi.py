"""A connection to a browser that speaks WebDriver BiDi: commands out, answers and events in."""

from __future__ import annotations

import itertools
import json
from typing import TYPE_CHECKING, Any

import websocket

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST = 60
"""Seconds that a command may take."""


class RefusedError(Exception):
    """The browser answered a command with an error."""


class Connection:
    """One session of a browser; events are heard while an answer is waited for.

    Parameters
    ----------
    address
        The browser's, `ws://127.0.0.1:port`.
    heard
        Is given the name and the contents of each event, in their order.
    """

    def __init__(self, address: str, heard: Callable[[str, dict[str, Any]], None]) -> None:
        # A page of the web would name its origin, and be refused.
        self._socket = websocket.create_connection(
            f"{address}/session", timeout=LONGEST, suppress_origin=True
        )
        self._numbers = itertools.count(1)
        self._heard = heard

    def ask(self, command: str, **given: object) -> dict[str, Any]:
        """Give a command and wait for its answer."""
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": command, "params": given}))
        while True:
            message = json.loads(self._socket.recv())
            if message["type"] == "event":
                self._heard(message["method"], message["params"])
            elif message["id"] == number:
                break
        if message["type"] == "error":
            raise RefusedError(f"{command}: {message['error']}: {message['message']}")
        answer: dict[str, Any] = message["result"]
        return answer

    def close(self) -> None:
        self._socket.close()
