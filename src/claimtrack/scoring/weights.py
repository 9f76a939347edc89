"""Weights of the logistic regression behind the score. Made by `training/fit_lexical.py`; do not edit by hand.

Fitted on WiCE claims (development split, annotations ODC-BY), FEVER-Symmetric (CC BY-SA 3.0), Fool Me Twice (Apache-2.0) and
written claims of our own. Signs were fixed beforehand. The bias is that of WiCE, moved to a share of 38% supported claims.
"""

from __future__ import annotations

BIAS = -0.929
WEIGHTS: dict[str, float] = {
    "date-differs": -2.717,
    "negation-differs": -2.228,
    "opposite-word": -1.983,
    "name-differs": -1.904,
    "bound-dropped": -1.685,
    "plan-as-fact": -1.571,
    "promise-added": -1.525,
    "number-differs": -1.242,
    "quantities_derived": 1.069,
    "runs": 0.976,
    "quantifier-hardened": -0.78,
    "covered_context": 0.754,
    "quantities_odds": -0.632,
    "number-misplaced": -0.618,
    "name-missing": -0.53,
    "quantities_fit": 0.486,
    "quantities_match": 0.475,
    "number-missing": -0.359,
    "covered_pair": 0.238,
    "universal_unbacked": -0.235,
    "quantities_missing": -0.227,
    "hedge-hardened": -0.176,
    "replaced": -0.156,
    "covered": 0.11,
    "worst": -0.07,
    "attribution-dropped": -0.07,
    "worst_clause": 0.046,
    "comparison_unbacked": -0.008,
}
