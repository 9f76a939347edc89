"""The contract that every backend keeps, and what is particular to each."""

from __future__ import annotations

import importlib.util
import json
from importlib.metadata import EntryPoint
from typing import Any

import pytest

from claimtrack.errors import ConfigError
from claimtrack.judge.answer import read_answer
from claimtrack.judge.backends import backend_names, make_backend
from claimtrack.judge.protocol import BackendError

KEY = "sk-secret-0123456789"


def _needs(package: str) -> None:
    if importlib.util.find_spec(package) is None:
        pytest.skip(f"NOT TESTED: {package} is not installed")


@pytest.fixture(params=["openai", "ollama", "llm", "transformers"])
def backend(request, options, service):
    """Each backend, with a model at its other end."""
    match request.param:
        case "openai":
            return make_backend("openai", options())
        case "ollama":
            return make_backend("ollama", options(url=service.url))
        case "llm":
            return make_backend("llm", options(model=request.getfixturevalue("llm_model")))
        case _:
            return make_backend("transformers", options(model=str(request.getfixturevalue("nli_folder"))))


class TestContract:
    def test_its_name_says_backend_and_model(self, backend):
        kind, slash, model = backend.name.partition("/")
        assert kind in backend_names()
        assert slash
        assert model
        assert backend.name.isprintable()

    def test_it_says_how_it_may_be_used(self, backend):
        assert backend.jobs >= 1
        assert backend.follows_instructions in {True, False}

    def test_it_answers_every_statement_in_the_form_that_was_asked_for(self, backend, prompt):
        answer = backend.ask(prompt)
        assert read_answer(answer.text, prompt).keys() == {one.id for one in prompt.statements}
        assert answer.tokens_in > 0
        assert answer.tokens_out >= 0

    def test_the_same_prompt_gets_the_same_answer(self, backend, prompt):
        assert backend.ask(prompt) == backend.ask(prompt)


@pytest.mark.parametrize("name", ["openai", "ollama"])
class TestOverHttp:
    @pytest.fixture
    def make(self, name, options, service):
        def make(**more):
            url = f"{service.url}/v1" if name == "openai" else service.url
            return make_backend(name, options(**{"url": url, **more}))

        return make

    def test_tokens_are_those_that_the_service_counted(self, make, prompt):
        answer = make().ask(prompt)
        assert (answer.tokens_in, answer.tokens_out) == (321, 45)

    def test_the_key_goes_into_one_header_and_nowhere_else(self, make, service, prompt):
        make(key=KEY).ask(prompt)
        (asked,) = service.asked
        assert asked.headers.pop("authorization") == f"Bearer {KEY}"
        assert KEY not in json.dumps([asked.headers, asked.payload, asked.path])

    def test_without_a_key_no_authorization_is_sent(self, make, service, prompt):
        make().ask(prompt)
        assert "authorization" not in service.asked[0].headers

    def test_a_key_never_travels_in_the_clear(self, make):
        with pytest.raises(ConfigError, match=r"never sent to judge\.example:80 without TLS"):
            make(url="http://judge.example/v1", key=KEY)

    def test_no_message_and_no_repr_shows_the_key(self, make, service, reply, options, prompt):
        service.script = lambda _asked: reply(400, json.dumps({"error": {"message": f"bad {KEY}"}}).encode())
        with pytest.raises(BackendError) as caught:
            make(key=KEY).ask(prompt)
        assert "answered 400: bad [key]" in caught.value.message
        assert KEY not in f"{caught.value!r} {options(key=KEY)!r}"

    def test_what_is_said_about_a_refused_key_is_not_repeated(self, make, service, reply, prompt):
        service.script = lambda _asked: reply(401, b'{"error": {"message": "Incorrect key sk-se***789"}}')
        with pytest.raises(BackendError) as caught:
            make(key=KEY).ask(prompt)
        assert caught.value.message.endswith("answered 401")
        assert not caught.value.is_passing

    @pytest.mark.parametrize("status", [429, 500, 503])
    def test_a_failure_that_may_pass_says_so(self, make, service, reply, prompt, status):
        service.script = lambda _asked: reply(status, b"{}", {"Retry-After": "7"})
        with pytest.raises(BackendError) as caught:
            make().ask(prompt)
        assert caught.value.is_passing
        assert caught.value.pause_s == 7

    @pytest.mark.parametrize(
        "body",
        [b"", b"junk", b"[]", b"{}", b'{"choices": []}', b'{"message": {"content": 7}}', b"[" * 100_000, b"\xff\xfe"],
    )  # fmt: skip
    def test_an_answer_of_another_form_is_none(self, make, service, reply, prompt, body):
        service.script = lambda _asked: reply(200, body)
        with pytest.raises(BackendError):
            make().ask(prompt)

    def test_a_redirect_is_not_followed(self, make, service, reply, prompt):
        service.script = lambda _asked: reply(307, b"", {"Location": f"{service.url}/elsewhere"})
        with pytest.raises(BackendError, match="answered 307"):
            make(key=KEY).ask(prompt)
        assert len(service.asked) == 1

    def test_an_address_that_is_none_is_refused_at_once(self, make):
        with pytest.raises(ConfigError, match=r"judge\.url"):
            make(url="file:///etc/passwd")

    def test_a_model_must_be_named(self, make):
        with pytest.raises(ConfigError, match=r"judge\.model is not set"):
            make(model="")


def test_openai_leaves_out_what_the_model_does_not_take(service, reply, options, prompt):
    def refuse(asked):
        for name in ("temperature", "response_format"):
            if name in asked.payload:
                return reply(400, json.dumps({"error": {"message": "unsupported", "param": name}}).encode())
        return None

    service.script = refuse
    backend = make_backend("openai", options())
    backend.ask(prompt)
    backend.ask(prompt)
    assert [sorted(asked.payload) for asked in service.asked] == [
        ["messages", "model", "response_format", "temperature"],
        ["messages", "model", "response_format"],
        ["messages", "model"],
        ["messages", "model"],
    ]


def test_openai_does_not_go_on_where_nothing_can_be_left_out(service, reply, options, prompt):
    service.script = lambda _asked: reply(400, b'{"error": {"message": "no such model", "param": "model"}}')
    with pytest.raises(BackendError, match="no such model"):
        make_backend("openai", options()).ask(prompt)
    assert len(service.asked) == 1


def test_ollama_is_asked_for_a_context_that_holds_the_prompt(service, options, prompt):
    make_backend("ollama", options(url=service.url)).ask(prompt)
    payload = service.asked[0].payload
    assert payload["options"]["num_ctx"] % 4096 == 0
    assert payload["options"]["num_ctx"] > prompt.token_estimate + 1000
    assert payload["format"] == prompt.schema
    assert payload["stream"] is False


class TestFinding:
    def test_an_unknown_name_lists_those_that_are_known(self, options):
        with pytest.raises(ConfigError) as caught:
            make_backend("oracle", options(), plugins=[])
        assert caught.value.hint == "there are llm, ollama, openai, transformers"

    def test_a_plugin_is_found_by_its_name(self, options):
        plugin = EntryPoint("own", "claimtrack.judge.backends.ollama:OllamaBackend", "claimtrack.judges")
        backend = make_backend("own", options(model="x"), plugins=[plugin])
        assert backend.name == "ollama/x"
        assert "own" in backend_names([plugin])

    def test_no_plugin_takes_the_place_of_one_of_ours(self, options):
        plugin = EntryPoint("openai", "claimtrack.judge.backends.ollama:OllamaBackend", "claimtrack.judges")
        assert make_backend("openai", options(model="x"), plugins=[plugin]).name == "openai/x"

    def test_a_plugin_that_cannot_be_loaded_is_named(self, options):
        plugin = EntryPoint("own", "no_such_module:Judge", "claimtrack.judges")
        with pytest.raises(
            ConfigError, match=r"judge backend 'own' .* cannot be loaded: ModuleNotFoundError"
        ):
            make_backend("own", options(), plugins=[plugin])

    @pytest.mark.parametrize(("name", "package"), [("llm", "llm"), ("transformers", "torch")])
    def test_a_missing_package_names_the_extra(self, options, monkeypatch, name, package):
        monkeypatch.setitem(__import__("sys").modules, package, None)
        with pytest.raises(ConfigError) as caught:
            make_backend(name, options())
        assert f"claimtrack[{name}]" in caught.value.hint


def test_llm_knows_no_such_model(options):
    _needs("llm")
    with pytest.raises(ConfigError, match="llm knows no model 'nobody'"):
        make_backend("llm", options(model="nobody"))


def test_an_llm_plugin_that_fails_is_no_answer_and_its_words_are_not_shown(options, llm_model, prompt):
    backend: Any = make_backend("llm", options(model=llm_model))
    backend._model.failure = ValueError(f"bad key {KEY}")
    with pytest.raises(BackendError) as caught:
        backend.ask(prompt)
    assert "ValueError" in caught.value.message
    assert KEY not in caught.value.message
