"""From settings to a judge, and where its key may come from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from claimtrack.cache import AnswerCache
from claimtrack.config import Settings, override
from claimtrack.errors import ConfigError
from claimtrack.fetch import FetchSettings, JsonClient
from claimtrack.judge import Asking, SecondOpinion
from claimtrack.judging import second_opinion


@pytest.fixture
def make(tmp_path):
    def make(
        environment: dict[str, str] | None = None, folders: dict[str, Path] | None = None, **settings: Any
    ):
        return second_opinion(
            Settings(**settings),
            **(folders or {}),
            poster=JsonClient(FetchSettings()),
            shelf=AnswerCache(tmp_path),
            environment=environment or {},
        )

    return make


def test_without_a_backend_there_is_no_judge(make):
    with pytest.raises(ConfigError) as caught:
        make()
    assert "llm, ollama, openai, transformers" in caught.value.hint


def test_budget_prices_and_scope_come_from_the_settings(make):
    found = make(
        judge_backend="ollama", judge_model="m", judge_budget=3, judge_tokens=4, judge_price_in=1.0,
        judge_price_out=2.0, judge_ask="all",
    )  # fmt: skip
    ledger = found.ledger
    assert (ledger.budget.calls, ledger.budget.tokens, ledger.price_in, ledger.price_out) == (3, 4, 1.0, 2.0)
    assert found.scope == "all"
    assert found.exchange.name == "ollama/m"


class TestKey:
    def key(self, found: SecondOpinion) -> Any:
        assert isinstance(found.exchange, Asking)
        backend: Any = found.exchange.backend
        return backend._service.options.key

    def test_it_comes_from_the_variable_that_the_settings_name(self, make):
        environment = {"JUDGE_API_KEY": " sk-1 ", "OPENAI_API_KEY": "sk-2"}
        settings = {"judge_backend": "openai", "judge_model": "m", "judge_key_env": "JUDGE_API_KEY"}
        assert self.key(make(environment, judge_url="https://judge.example/v1", **settings)) == "sk-1"

    def test_openais_own_variable_is_for_openais_own_address(self, make):
        environment = {"OPENAI_API_KEY": "sk-2"}
        settings = {"judge_backend": "openai", "judge_model": "m"}
        assert self.key(make(environment, **settings)) == "sk-2"
        assert self.key(make(environment, judge_url="https://judge.example/v1", **settings)) == ""
        assert self.key(make(environment, judge_backend="ollama", judge_model="m")) == ""

    @pytest.mark.parametrize("value", [None, "", "  ", "sk-\n1", "sk-ü"])
    def test_a_variable_without_a_key_is_named_and_its_value_is_not(self, make, value):
        environment = {} if value is None else {"OPENAI_API_KEY": value}
        with pytest.raises(ConfigError, match="variable OPENAI_API_KEY holds no key") as caught:
            make(environment, judge_backend="openai", judge_model="m")
        assert "sk-" not in f"{caught.value.message}{caught.value.hint}"

    @pytest.mark.parametrize(
        "name", ["AWS_SECRET_ACCESS_KEY", "GITHUB_TOKEN", "API_KEY", "X_API_KEY_2", "x_api_key"]
    )
    def test_no_other_secret_can_be_named(self, name):
        with pytest.raises(ConfigError, match="ends in _API_KEY"):
            override(Settings(), {"judge_key_env": name})


def test_files_need_no_backend_and_no_key(make, tmp_path):
    assert make(folders={"dump": tmp_path}).exchange.name == "dump"
    assert make(folders={"replay": tmp_path}).exchange.name == "replay"
    assert make(folders={"replay": tmp_path}, judge_model="m").exchange.name == "replay/m"
