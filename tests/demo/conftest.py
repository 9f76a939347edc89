from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from claimtrack.demo import DemoServer, create


@pytest.fixture
def server(tmp_path: Path) -> Iterator[DemoServer]:
    """A sample project, served; its slow pages are only a little slow."""
    with DemoServer(tmp_path / "demo", slow_s=0.05) as running:
        create(tmp_path / "demo", running.base_url)
        yield running


@pytest.fixture
def pages(server: DemoServer) -> Path:
    """The folder that the served pages are read from."""
    return server.pages
