"""A process that saves checks, for tests that race or kill it.

Each line of its input is the path of a store and a prefix of check ids. It opens the store, says `open`, and saves
checks; it says the id of each one that is kept. With a number as third part it stops after that many.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from hashlib import sha256
from itertools import count
from pathlib import Path

from claimtrack.models import (
    Article,
    Check,
    Claim,
    Document,
    Evidence,
    Label,
    Reason,
    Snapshot,
    Source,
    Stance,
    Verdict,
)
from claimtrack.store import Store

NOW = datetime(2026, 11, 24, 15, tzinfo=UTC)
SOURCE = Source(url="https://velda.example/tram")
CLAIM = Claim(
    id="tram/stops", text="The tram stops twice.", sources=(SOURCE,), path=Path("claims/tram.toml"), line=1
)
ARTICLE = Article(id="tram", title="The tram", path=Path("claims/tram.toml"), claims=(CLAIM,))


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def check(run: str, check_id: str) -> tuple[Check, Document]:
    text = f"The tram stops here and there ({check_id}). " + "It rattles. " * 400
    document = Document(sha256=digest(text + "!"), text=text, text_sha256=digest(text), blocks=())
    evidence = Evidence(
        exact="The tram stops", prefix="", suffix=" here", start=0, end=14, stance=Stance.SUPPORTS
    )
    verdict = Verdict(
        label=Label.PARTIAL,
        score=0.5,
        evidence=(evidence,),
        reasons=(Reason(slug="some", message="stops"),),
        scorer="test@1",
    )
    snapshot = Snapshot(
        url=SOURCE.url,
        final_url=SOURCE.url,
        fetched_at=NOW,
        status=200,
        content_type="text/html",
        sha256=document.sha256,
        size_bytes=len(text),
    )
    found = Check(
        id=check_id,
        run=run,
        claim=CLAIM,
        source=SOURCE,
        snapshot=snapshot,
        document_sha256=document.text_sha256,
        verdict=verdict,
        checked_at=NOW,
        key=check_id,
    )
    return found, document


def main() -> None:
    for line in sys.stdin:
        path, prefix, *limit = line.split()
        with Store.open(Path(path)) as store:
            print("open", flush=True)
            store.sync([ARTICLE], now=NOW)
            run = store.begin_run(command="verify", started_at=NOW, settings={})
            for number in range(int(limit[0])) if limit else count():
                check_id = f"{prefix}-{number:04d}"
                store.save(*check(run, check_id))
                print(check_id, flush=True)
        print("closed", flush=True)


if __name__ == "__main__":
    main()
