"""Bytes to a document: picks the reader that a body needs."""

from __future__ import annotations

from itertools import chain

from claimtrack.extract.blocks import BlockBuilder, TextTooLongError
from claimtrack.extract.carried import carried_texts, frame_texts, noscript_texts
from claimtrack.extract.charset import Decoded, decode
from claimtrack.extract.data import add_json
from claimtrack.extract.facts import read_facts
from claimtrack.extract.feed import add_feed
from claimtrack.extract.html import add_blocks
from claimtrack.extract.metadata import read_metadata
from claimtrack.extract.problems import UnreadableError, no_text, too_large
from claimtrack.extract.sniffing import Format, sniff
from claimtrack.extract.text import add_markdown, add_plain
from claimtrack.extract.version import VERSION
from claimtrack.models import BlockKind, Document, Problem, Snapshot


class PageExtractor:
    """`claimtrack.interfaces.Extractor` for HTML, PDF, plain text, Markdown, JSON and feeds.

    Reads in this process, without bounds on time and memory, and PDFs from one thread at a time (pdfium's rule):
    `claimtrack.reading.ReadingPool` is for pages that nobody vouches for.
    """

    version = VERSION

    def extract(self, body: bytes, snapshot: Snapshot) -> Document | Problem:
        """Read a page; what cannot be read is a problem, never an empty document."""
        try:
            document = self._read(body, snapshot)
        except UnreadableError as error:
            return error.problem
        except TextTooLongError as error:
            return too_large(error)
        return document if any(ch.isalnum() for ch in document.text) else no_text()

    def _read(self, body: bytes, snapshot: Snapshot) -> Document:
        form = sniff(body, snapshot.content_type, snapshot.final_url)
        if form is Format.PDF:
            from claimtrack.extract.pdf import add_pdf  # noqa: PLC0415 - pdfium takes long to load: for PDFs only

            builder = BlockBuilder()
            title, lossy = add_pdf(body, builder)
            return builder.document(sha256=snapshot.sha256, extractor=self.version, title=title, lossy=lossy)
        decoded = decode(body, snapshot.content_type)
        if form is Format.HTML:
            return self._html(decoded, snapshot)
        builder = BlockBuilder()
        title = None
        match form:
            case Format.FEED:
                title = add_feed(decoded.text, builder)
            case Format.JSON:
                add_json(decoded.text, builder)
            case Format.MARKDOWN:
                add_markdown(decoded.text, builder)
            case _:
                add_plain(decoded.text, builder)
        return builder.document(
            sha256=snapshot.sha256, extractor=self.version, title=title, lossy=decoded.lossy
        )

    def _html(self, decoded: Decoded, snapshot: Snapshot) -> Document:
        builder = BlockBuilder()
        notes = add_blocks(decoded.text, builder)
        visible = builder.text
        metadata = read_metadata(
            notes.head, url=snapshot.final_url, markup=decoded.text, seen_at=snapshot.fetched_at
        )
        noscript = noscript_texts(notes)
        unseen = chain(metadata.texts, frame_texts(notes), carried_texts(notes, visible, noscript))
        for paragraph in dict.fromkeys(unseen):
            # What the page also shows is evidence there, where a reader can find it.
            if paragraph not in visible:
                builder.add(paragraph, BlockKind.META)
        return builder.document(
            sha256=snapshot.sha256,
            extractor=self.version,
            title=metadata.title,
            author=metadata.author,
            publisher=metadata.publisher,
            published=metadata.published,
            modified=metadata.modified,
            canonical=metadata.canonical,
            lang=metadata.lang,
            facts=read_facts(notes, visible, noscript, metadata.json_ld),
            lossy=decoded.lossy,
        )
