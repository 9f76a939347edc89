"""Cuts a document into passages: sentences, table rows, list items, headings. Rules only, no model."""

from __future__ import annotations

from claimtrack.passages.splitter import MAX_PASSAGE_CHARS, SentenceSplitter

__all__ = ["MAX_PASSAGE_CHARS", "SentenceSplitter"]
