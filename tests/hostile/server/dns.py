"""A name server whose answers change, contradict each other, or never come."""

from __future__ import annotations

import socket
import struct
import threading
from collections import Counter
from ipaddress import ip_address

A, AAAA = 1, 28


class NameServer:
    """Answers every name by its last two labels; see `addresses`. Keeps count of what it was asked."""

    def __init__(self, public: str, inside: str, *, port: int = 53) -> None:
        """Bind the port.

        Args:
            public: an address that may be reached.
            inside: one that may not.
            port: on 127.0.0.1.
        """
        self._public = public
        self._inside = inside
        self._asked: Counter[str] = Counter()
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", port))
        self.port: int = self._socket.getsockname()[1]

    def start(self) -> None:
        """Answer from now on, in a thread that ends with the process."""
        threading.Thread(target=self._run, daemon=True).start()

    def addresses(self, name: str, kind: int) -> list[str] | None:
        """The answer for a name, IPv4 only but for `six`; None is none at all.

        `rebind`: public the first time, inside ever after. `flap`: by turns. `first`, `last`: both, public first or last.
        `inside`, `public`: just that. `slow`: no answer. `nothing`: no address. `six`: inside by IPv6 only.
        """
        if kind == AAAA:
            return ["::1"] if name.endswith("six.test") else []
        self._asked[name] += 1
        asked = self._asked[name]
        answers = {
            "rebind": [self._public if asked == 1 else self._inside],
            "flap": [self._public if asked % 2 else self._inside],
            "first": [self._public, self._inside],
            "last": [self._inside, self._public],
            "inside": [self._inside],
            "public": [self._public],
            "nothing": [],
            "six": [],
            "slow": None,
        }
        label = name.split(".")[-2] if "." in name else ""
        return answers.get(label, [])

    def _run(self) -> None:
        while True:
            query, sender = self._socket.recvfrom(2048)
            reply = self._reply(query)
            if reply is not None:
                self._socket.sendto(reply, sender)

    def _reply(self, query: bytes) -> bytes | None:
        """The answer of RFC 1035: question repeated, then a record of time-to-live 0 for each address."""
        labels, at = [], 12
        while query[at]:
            labels.append(query[at + 1 : at + 1 + query[at]].decode("ascii").lower())
            at += query[at] + 1
        (kind,) = struct.unpack(">H", query[at + 1 : at + 3])
        found = self.addresses(".".join(labels), kind) if kind in (A, AAAA) else []
        if found is None:
            return None
        records = b"".join(
            b"\xc0\x0c" + struct.pack(">HHIH", kind, 1, 0, len(packed)) + packed
            for packed in (ip_address(address).packed for address in found)
        )
        unknown = not labels or labels[-1] != "test"
        flags = 0x8183 if unknown else 0x8180
        return query[:2] + struct.pack(">HHHHH", flags, 1, len(found), 0, 0) + query[12 : at + 5] + records
