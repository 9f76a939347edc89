"""Is this the page? What may stand in a page's place, told from the page itself, after extraction and before scoring.

`PageClassifier` finds walls, stubs, error pages and strangers; `SoftNotFoundProbe` asks a site what it answers for a page that
cannot exist. What a finding leaves of a verdict is decided in `claimtrack.settling`.
"""

from __future__ import annotations

from claimtrack.classify.probe import SoftNotFoundProbe
from claimtrack.classify.rules import PageClassifier

__all__ = ["PageClassifier", "SoftNotFoundProbe"]
