"""No pattern of the package may take long on any text: pages are written by strangers."""

import importlib
import pkgutil
import re
import time
from types import ModuleType

import pytest

import claimtrack.passages
import claimtrack.scoring
from claimtrack.scoring.claim_view import view_claim
from claimtrack.scoring.quantities import read_quantities

SIZE = 200_000
BAITS = ["1", "1,", "1,1,1,", "111,", "1.", " ", "a", "A", "A.", "Aa ", "Aa (", "’s", "a'", "-", "20", "2016-", "May ", "May 1 ", "$", "$1 ", "one ",
         "two and ", "hundred ", "(AA) Aa ", "no ", "up to ", "é", "月", "\n", "\u00a0", "as much "]  # fmt: skip


def modules() -> list[ModuleType]:
    names = [info.name for info in pkgutil.walk_packages(claimtrack.scoring.__path__, "claimtrack.scoring.")]
    return [claimtrack.passages, *(importlib.import_module(name) for name in names)]


PATTERNS = {
    f"{module.__name__}.{name}": value
    for module in modules()
    for name, value in vars(module).items()
    if isinstance(value, re.Pattern)
}


def test_there_are_patterns_to_test():
    assert len(PATTERNS) >= 15


@pytest.mark.parametrize("name", sorted(PATTERNS))
def test_a_pattern_is_linear(name: str):
    slowest = 0.0
    for bait in BAITS:
        text = bait * (SIZE // len(bait))
        started = time.process_time()
        for _ in PATTERNS[name].finditer(text):
            pass
        slowest = max(slowest, time.process_time() - started)
    assert slowest < 5


@pytest.mark.parametrize("bait", BAITS)
def test_reading_a_bait_is_linear(bait: str):
    def seconds(size: int) -> float:
        text = bait * (size // len(bait))
        started = time.process_time()
        read_quantities(text)
        view_claim.__wrapped__(text)
        return time.process_time() - started

    assert seconds(40_000) < 20
