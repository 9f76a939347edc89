"""How attacks are named: each has a path, and a site (a port of its own) where hosts matter."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .wire import Exchange

Script = Callable[[Exchange], None]

MODULES = (
    "honest",
    "bodies",
    "encodings",
    "headers",
    "transfers",
    "redirects",
    "secrets",
    "charsets",
    "types",
    "nesting",
    "floods",
    "data",
    "pdf",
    "quotes",
    "walls",
    "injections",
    "manners",
)
"""Where attacks are defined, one module per kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attack:
    """One path that misbehaves."""

    path: str
    site: str
    """Attacks of one site share a port, and so a place in the client's queue: one host is asked one thing at a time."""
    about: str
    script: Script


class Kind:
    """A family of attacks: the first part of their paths, and the site they share."""

    def __init__(self, name: str) -> None:
        self.name = name

    def attack(self, name: str, *, own_site: bool = False) -> Callable[[Script], Script]:
        """Register a function as `/KIND/NAME`; its docstring says what it does.

        Args:
            name: last part of the path.
            own_site: on a port of its own, because it spoils the host for whoever is asked next.
        """

        def register(script: Script) -> Script:
            self.add(name, (script.__doc__ or "").strip(), script, own_site=own_site)
            return script

        return register

    def add(self, name: str, about: str, script: Script, *, own_site: bool = False) -> None:
        """Register `script` as `/KIND/NAME`."""
        path = f"/{self.name}/{name}"
        site = f"{self.name}-{name}" if own_site else self.name
        if path in _ATTACKS:
            raise ValueError(f"{path} is there already")
        _ATTACKS[path] = Attack(path=path, site=site, about=about, script=script)

    def pages(self, **bodies: tuple[str, str | Callable[[], bytes]]) -> None:
        """Register HTML pages: name (`_` for `-`) to what they are about, and their body."""
        for name, (about, body) in bodies.items():
            self.add(name.replace("_", "-"), about, page_of(body))


_ATTACKS: dict[str, Attack] = {}


def attacks() -> dict[str, Attack]:
    """Every attack by its path."""
    for name in MODULES:
        importlib.import_module(f"{__package__}.{name}")
    return dict(_ATTACKS)


def sites() -> Iterator[str]:
    """Names of all sites, each once."""
    yield from dict.fromkeys(attack.site for attack in attacks().values())


def page_of(body: str | Callable[[], bytes], content_type: str = "") -> Script:
    """The script that sends one body, made only when it is asked for."""

    def script(exchange: Exchange) -> None:
        fields = [("Content-Type", content_type)] if content_type else []
        exchange.page(body if isinstance(body, str) else body(), fields=fields)

    return script
