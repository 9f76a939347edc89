"""Second opinions on the verdicts of a page: asked together, weighed one by one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from claimtrack.interfaces import Scorer, Splitter
from claimtrack.judge.answer import Opinion
from claimtrack.judge.exchange import Exchange, NoOpinionError
from claimtrack.judge.ledger import Ledger
from claimtrack.judge.prompt import prompts_for
from claimtrack.judge.protocol import Prompt
from claimtrack.judge.quotes import QuoteFinder, Span
from claimtrack.judge.weighing import Weighing
from claimtrack.linking import linked
from claimtrack.models import BlockKind, Claim, Document, Verdict


class Scope(StrEnum):
    """Which verdicts a judge is asked about."""

    UNSURE = "unsure"
    """Those that the scorer does not rely on itself."""
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondOpinion:
    """Has a judge look at verdicts. Implements `claimtrack.interfaces.Reviewer`."""

    exchange: Exchange
    ledger: Ledger
    splitter: Splitter
    scorer: Scorer
    """Looks once more where the judge points."""
    scope: Scope = Scope.UNSURE
    end: Callable[[], None]
    """Ends what is under way."""

    @property
    def jobs(self) -> int:
        """Pages it is worth asking about at the same time."""
        return self.exchange.jobs

    def wants(self, verdict: Verdict) -> bool:
        """Whether the verdict is in scope, and this judge has not been heard on it."""
        in_scope = verdict.unsure or self.scope is Scope.ALL
        return in_scope and verdict.judge != self.exchange.name

    def stop(self) -> None:
        """End what is under way: the run is over, and nobody waits for an answer."""
        self.end()

    def review(
        self, document: Document, url: str, verdicts: Sequence[tuple[Claim, Verdict]]
    ) -> list[Verdict]:
        """Return what becomes of each verdict, in the same order.

        Args:
            document: The page.
            url: Its address, for links to the evidence.
            verdicts: The claims to ask about, and what the scorer says of each.
        """
        with_denials = self.exchange.follows_instructions
        weighed = {claim.id: verdict for claim, verdict in verdicts}
        for prompt in prompts_for(document, verdicts, with_denials=with_denials):
            asked = {statement.claim_id for statement in prompt.statements}
            batch = [(claim, verdict) for claim, verdict in verdicts if claim.id in asked]
            weighed |= self._weighed(document, prompt, batch)
        result = []
        for claim, before in verdicts:
            after = weighed[claim.id]
            result.append(after if after.evidence == before.evidence else linked(after, url, document))
        changed = sum(
            after.label is not before.label for after, (_, before) in zip(result, verdicts, strict=True)
        )
        self.ledger.note_verdicts(asked_about=len(result), changed=changed)
        return result

    def _weighed(
        self, document: Document, prompt: Prompt, batch: Sequence[tuple[Claim, Verdict]]
    ) -> Mapping[str, Verdict]:
        try:
            opinions = self.exchange.opinions(prompt)
        except NoOpinionError as error:
            more = (error.reason,) if error.reason else ()
            return {claim.id: replace(verdict, reasons=(*more, *verdict.reasons)) for claim, verdict in batch}
        weighing = Weighing(
            document=document,
            finder=QuoteFinder(prompt.excerpts, document.text),
            look_again=self._look_again,
            judge=self.exchange.name,
        )
        on_claim: dict[str, Opinion] = {}
        on_denial: dict[str, Opinion] = {}
        for statement in prompt.statements:
            side = on_denial if statement.is_denial else on_claim
            side[statement.claim_id] = opinions[statement.id]
        return {
            claim.id: weighing.weigh(claim, verdict, on_claim[claim.id], on_denial.get(claim.id))
            for claim, verdict in batch
        }

    def _look_again(self, claim: Claim, document: Document, spans: Sequence[Span]) -> Verdict:
        """What the scorer says where it sees only the blocks that hold some spans, and the headings above them."""
        shown = set()
        for start, end in spans:
            touched = [
                number
                for number, block in enumerate(document.blocks)
                if block.start < end and start < block.end
            ]
            shown |= {*touched, *_heading_above(document, min(touched, default=0))}
        passages = [passage for passage in self.splitter.split(document) if passage.block in shown]
        return self.scorer.score(claim, document, passages)


def _heading_above(document: Document, number: int) -> set[int]:
    above = (at for at in reversed(range(number)) if document.blocks[at].kind is BlockKind.HEADING)
    return {at for at in (next(above, None),) if at is not None}
