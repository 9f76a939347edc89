"""Where answers come from: the backend, the cache, files; and what may be asked at all."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from claimtrack.cache import AnswerCache
from claimtrack.errors import UsageError
from claimtrack.judge import (
    Answer,
    Asking,
    BackendError,
    Budget,
    Dumping,
    Exchange,
    Ledger,
    Prompt,
    Replaying,
)
from claimtrack.judge.exchange import NoOpinionError
from claimtrack.models import Reason


class Scripted:
    """A backend that gives what it is told to give, in order; the last for ever."""

    name = "test/scripted"
    follows_instructions = True
    jobs = 4

    def __init__(self, *replies: str | BackendError) -> None:
        self.replies = list(replies)
        self.asked = 0

    def ask(self, prompt: Prompt) -> Answer:  # noqa: ARG002 - whatever it is
        self.asked += 1
        reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        if isinstance(reply, BackendError):
            raise reply
        return Answer(text=reply, tokens_in=100, tokens_out=10)


@pytest.fixture
def usable(opinions, prompt):
    return opinions(prompt.user)


@pytest.fixture
def asking(tmp_path):
    pauses: list[float] = []

    def make(backend, **budget):
        made = Asking(
            backend=backend,
            shelf=AnswerCache(tmp_path / "cache"),
            ledger=Ledger(budget=Budget(**budget)),
            pause=pauses.append,
        )
        return made, made.ledger, pauses

    return make


def reason_of(exchange: Exchange, prompt: Prompt) -> Any:
    with pytest.raises(NoOpinionError) as caught:
        exchange.opinions(prompt)
    return caught.value.reason


def slug_of(exchange: Exchange, prompt: Prompt) -> str:
    reason: Reason = reason_of(exchange, prompt)
    return reason.slug


class TestAsking:
    def test_nothing_is_asked_twice(self, asking, usable, prompt):
        first, ledger, _ = asking(Scripted(usable))
        again, later, _ = asking(Scripted(usable))
        assert first.opinions(prompt) == again.opinions(prompt)
        assert (ledger.calls, ledger.cached, ledger.tokens_in, ledger.tokens_out) == (1, 0, 100, 10)
        assert (later.calls, later.cached, later.tokens_in) == (0, 1, 0)

    def test_another_model_is_asked_anew(self, asking, usable, prompt):
        asking(Scripted(usable))[0].opinions(prompt)
        other = Scripted(usable)
        other.name = "test/other"
        asking(other)[0].opinions(prompt)
        assert other.asked == 1

    def test_an_answer_that_cannot_be_used_is_not_kept(self, asking, usable, prompt):
        backend = Scripted("junk", usable)
        exchange, ledger, _ = asking(backend)
        assert slug_of(exchange, prompt) == "judge-error"
        assert exchange.opinions(prompt)
        assert (ledger.unusable, ledger.calls) == (1, 2)

    def test_a_kept_answer_that_was_tampered_with_is_asked_anew(self, asking, usable, prompt, tmp_path):
        backend = Scripted(usable)
        asking(backend)[0].opinions(prompt)
        (file,) = (path for path in tmp_path.rglob("*.json"))
        file.write_text(file.read_text().replace("unsupported", "supported"))
        asking(backend)[0].opinions(prompt)
        assert backend.asked == 2

    def test_a_cache_that_cannot_be_written_costs_no_answer(self, usable, prompt, tmp_path):
        (tmp_path / "cache").write_text("in the way")
        exchange = Asking(
            backend=Scripted(usable), shelf=AnswerCache(tmp_path / "cache"), ledger=Ledger(), pause=print
        )
        assert exchange.opinions(prompt)

    def test_what_may_pass_is_tried_again_after_a_pause(self, asking, usable, prompt):
        busy = BackendError("busy", is_passing=True, pause_s=3.0)
        exchange, ledger, pauses = asking(Scripted(busy, BackendError("cut", is_passing=True), usable))
        assert exchange.opinions(prompt)
        assert pauses == [3.0, 8.0]
        assert ledger.calls == 3

    def test_three_tries_are_enough(self, asking, prompt):
        exchange, ledger, pauses = asking(Scripted(BackendError("busy", is_passing=True)))
        assert reason_of(exchange, prompt).message.endswith("busy")
        assert (ledger.calls, ledger.unusable, len(pauses)) == (3, 1, 2)

    @pytest.mark.parametrize(
        "error", [BackendError("no"), BackendError("busy", is_passing=True, pause_s=3_600.0)]
    )
    def test_what_will_not_pass_soon_is_not_tried_again(self, asking, prompt, error):
        exchange, ledger, pauses = asking(Scripted(error))
        assert slug_of(exchange, prompt) == "judge-error"
        assert (ledger.calls, pauses) == (1, [])


class TestBudget:
    def test_no_more_calls_than_it_allows(self, asking, prompt):
        exchange, ledger, _ = asking(Scripted("junk"), calls=2)
        slugs = [slug_of(exchange, prompt) for _ in range(3)]
        assert slugs == ["judge-error", "judge-error", "judge-not-asked"]
        assert (ledger.calls, ledger.not_asked) == (2, 1)

    def test_tries_count(self, asking, prompt):
        exchange, ledger, _ = asking(Scripted(BackendError("busy", is_passing=True)), calls=2)
        assert slug_of(exchange, prompt) == "judge-not-asked"
        assert ledger.calls == 2

    def test_nothing_is_sent_that_the_tokens_do_not_allow(self, asking, usable, prompt):
        backend = Scripted(usable)
        exchange, ledger, _ = asking(backend, tokens=prompt.token_estimate + 499)
        assert slug_of(exchange, prompt) == "judge-not-asked"
        assert (backend.asked, ledger.calls) == (0, 0)
        assert asking(backend, tokens=prompt.token_estimate + 500)[0].opinions(prompt)

    def test_what_is_under_way_counts(self, prompt):
        ledger = Ledger(budget=Budget(tokens=2 * (prompt.token_estimate + 500)))
        assert [ledger.take(prompt) for _ in range(3)] == [True, True, False]
        ledger.settle(prompt, None)
        assert ledger.take(prompt)

    def test_threads_do_not_overrun_it(self, prompt):
        ledger = Ledger(budget=Budget(calls=50, tokens=10**9))
        gate = threading.Barrier(8)

        def take():
            gate.wait()
            return sum(ledger.take(prompt) for _ in range(20))

        with ThreadPoolExecutor(8) as threads:
            taken = [threads.submit(take) for _ in range(8)]
            assert sum(one.result() for one in taken) == 50

    def test_known_answers_cost_nothing(self, asking, usable, prompt):
        asking(Scripted(usable))[0].opinions(prompt)
        assert asking(Scripted(usable), calls=1, tokens=1)[0].opinions(prompt)

    def test_the_cost_follows_from_the_prices(self):
        ledger = Ledger(price_in=2.0, price_out=10.0, tokens_in=1_000_000, tokens_out=100_000)
        assert ledger.cost == pytest.approx(3.0)


class TestFiles:
    def test_what_was_written_can_be_answered_and_read_back(self, prompt, usable, tmp_path):
        written = Ledger()
        dump = Dumping(folder=tmp_path / "prompts", ledger=written)
        assert reason_of(dump, prompt) is None
        (file,) = (tmp_path / "prompts").iterdir()
        assert prompt.user in file.read_text(encoding="utf-8")
        assert prompt.system in file.read_text(encoding="utf-8")
        assert (written.written, written.calls, written.tokens_in) == (1, 0, prompt.token_estimate)

        file.with_name(file.name.replace(".prompt.", ".answer.")).write_text(usable, encoding="utf-8")
        ledger = Ledger()
        replay = Replaying(folder=tmp_path / "prompts", ledger=ledger)
        assert replay.opinions(prompt).keys() == {one.id for one in prompt.statements}
        assert (ledger.cached, ledger.calls) == (1, 0)

    def test_a_missing_answer_is_named(self, prompt, tmp_path):
        ledger = Ledger()
        reason = reason_of(Replaying(folder=tmp_path, ledger=ledger), prompt)
        assert reason.slug == "judge-not-asked"
        assert f"{prompt.key[:16]}.answer.txt" in reason.message
        assert ledger.not_asked == 1

    @pytest.mark.parametrize("content", [b"", b"junk", b"\xff\xfe\xff", b"x" * 300_000])
    def test_a_bad_answer_is_no_answer(self, prompt, tmp_path, content):
        (tmp_path / f"{prompt.key[:16]}.answer.txt").write_bytes(content)
        assert reason_of(Replaying(folder=tmp_path, ledger=Ledger()), prompt).slug.startswith("judge-")

    def test_a_folder_that_cannot_be_written_stops_the_run(self, prompt, tmp_path):
        (tmp_path / "file").write_text("in the way")
        with pytest.raises(UsageError, match="cannot write"):
            Dumping(folder=tmp_path / "file", ledger=Ledger()).opinions(prompt)
