"""Scorers: what a page says about a claim."""

from claimtrack.scoring.lexical import LexicalScorer

__all__ = ["LexicalScorer"]
