"""A judge's service on loopback, and pages to judge."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self

import pytest

from claimtrack.fetch import FetchSettings, JsonClient
from claimtrack.judge.protocol import BackendOptions, Prompt
from claimtrack.models import Block, BlockKind, Claim, Document, Label, Part, Reason, Verdict


@dataclass
class Asked:
    path: str
    headers: dict[str, str]
    payload: Any


@dataclass
class Reply:
    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


def same_for_all(prompt_text: str, label: str = "unsupported", **more: Any) -> str:
    """The same answer for every statement of a prompt."""
    listed = prompt_text.rpartition("Statements:\n")[2].splitlines()
    answer = {"label": label, "support": 0.5, "passages": [], "quotes": [], "missing": [], "conflicts": []}
    return json.dumps({"answers": [{"id": line.partition(":")[0], **answer, **more} for line in listed]})


class JudgeService:
    """Speaks the wire formats of OpenAI and of Ollama; `answer` makes the model's text from the text of the prompt."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.answer: Callable[[str], str] = same_for_all
        self.script: Callable[[Asked], Reply | None] = lambda _asked: None
        """Answers in place of the model where it returns something."""
        service = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                data = self.rfile.read(int(self.headers["Content-Length"]))
                headers = {name.lower(): value for name, value in self.headers.items()}
                asked = Asked(self.path, headers, json.loads(data))
                service.asked.append(asked)
                reply = service.script(asked) or service.reply(asked)
                self.send_response(reply.status)
                for name, value in {"Content-Length": str(len(reply.body)), **reply.headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(reply.body)

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the signature of http.server
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))

    def reply(self, asked: Asked) -> Reply:
        text = self.answer(asked.payload["messages"][-1]["content"])
        whole: dict[str, Any] = {}
        if asked.path == "/v1/chat/completions":
            whole["choices"] = [{"message": {"role": "assistant", "content": text}}]
            whole["usage"] = {"prompt_tokens": 321, "completion_tokens": 45}
        elif asked.path == "/api/chat":
            whole = {"message": {"role": "assistant", "content": text}, "done": True}
            whole |= {"prompt_eval_count": 321, "eval_count": 45}
        else:
            return Reply(404, b'{"error": "no such path"}')
        return Reply(200, json.dumps(whole).encode())

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def make_page(*blocks: str | tuple[str, BlockKind, Part], title: str | None = None) -> Document:
    """A document of blocks: paragraphs of the article, where nothing else is said."""
    made: list[Block] = []
    text = ""
    for item in blocks:
        words, kind, part = (item, BlockKind.PARAGRAPH, Part.ARTICLE) if isinstance(item, str) else item
        text += "\n" if made else ""
        made.append(Block(start=len(text), end=len(text) + len(words), kind=kind, part=part))
        text += words
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Document(sha256=digest, text=text, text_sha256=digest, blocks=tuple(made), title=title)


def make_claim(text: str, slug: str = "one", **more: Any) -> Claim:
    return Claim(id=f"bridge/{slug}", text=text, path=Path("claims/bridge.toml"), line=3, **more)


def make_verdict(label: Label, score: float = 0.3, **more: Any) -> Verdict:
    values = {
        "evidence": (),
        "reasons": (Reason(slug="words-missing", message="something is missing"),),
        **more,
    }
    return Verdict(label=label, score=score, scorer="lexical@9", unsure=True, **values)


@pytest.fixture
def page() -> Callable[..., Document]:
    return make_page


@pytest.fixture
def claim() -> Callable[..., Claim]:
    return make_claim


@pytest.fixture
def verdict() -> Callable[..., Verdict]:
    return make_verdict


@pytest.fixture
def opinions() -> Callable[..., str]:
    return same_for_all


@pytest.fixture
def service() -> Iterator[JudgeService]:
    with JudgeService() as running:
        yield running


@pytest.fixture
def poster() -> JsonClient:
    return JsonClient(FetchSettings(connect_timeout_s=5))


@pytest.fixture
def options(service: JudgeService, poster: JsonClient) -> Callable[..., BackendOptions]:
    """Options that lead to the service."""

    def make(**more: Any) -> BackendOptions:
        return BackendOptions(**{"model": "tiny", "url": f"{service.url}/v1", "poster": poster, **more})

    return make


@pytest.fixture
def prompt() -> Prompt:
    from claimtrack.judge.prompt import prompts_for

    document = make_page(
        "The Orrin bridge was opened by the harbour master in 1932.",
        "Its three spans carry the road and a tramway.",
        title="The Orrin bridge",
    )
    verdicts = [
        (make_claim("The Orrin bridge opened in 1932."), make_verdict(Label.PARTIAL)),
        (make_claim("A tramway crosses the Orrin bridge.", "tram"), make_verdict(Label.UNSUPPORTED)),
    ]
    (made,) = prompts_for(document, verdicts, with_denials=True)
    return made


@pytest.fixture
def reply() -> type[Reply]:
    return Reply


@pytest.fixture
def llm_model() -> Iterator[str]:
    """A model that a plugin of `llm` brings."""
    llm = pytest.importorskip("llm", reason="NOT TESTED: llm is not installed")
    plugins = pytest.importorskip("llm.plugins")

    class Model(llm.Model):  # type: ignore[misc, name-defined]
        model_id = "claimtrack-test"
        supports_schema = True
        failure: Exception | None = None

        def execute(self, prompt: Any, stream: bool, response: Any, conversation: Any) -> Iterator[str]:  # noqa: ARG002, FBT001 - as in llm
            if self.failure:
                raise self.failure
            response.set_usage(input=12, output=3)
            yield same_for_all(prompt.prompt)

    class Plugin:
        __name__ = "claimtrack-test-plugin"

        @llm.hookimpl  # type: ignore[untyped-decorator]
        def register_models(self, register: Callable[[Any], None]) -> None:
            register(Model())

    plugin = Plugin()
    plugins.pm.register(plugin)
    yield Model.model_id
    plugins.pm.unregister(plugin)


@pytest.fixture
def tokenizer() -> Any:
    """Cuts at white space; knows no word but its marks, so that every text is numbers within a tiny model's reach."""
    transformers = pytest.importorskip("transformers", reason="NOT TESTED: transformers is not installed")
    pytest.importorskip("torch", reason="NOT TESTED: torch is not installed")
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Whitespace
    from tokenizers.processors import TemplateProcessing

    words = ["<pad>", "</s>", "[UNK]", "[CLS]", "[SEP]", "bridge", "Orrin", "The", "opened", "1932"]
    cut = Tokenizer(WordLevel({word: number for number, word in enumerate(words)}, unk_token="[UNK]"))  # noqa: S106 - a mark
    cut.pre_tokenizer = Whitespace()
    cut.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", 3), ("[SEP]", 4)],
    )
    return transformers.PreTrainedTokenizerFast(
        tokenizer_object=cut,
        model_max_length=512,
        pad_token="<pad>",  # noqa: S106 - a mark
        eos_token="</s>",  # noqa: S106
        unk_token="[UNK]",  # noqa: S106
    )


@pytest.fixture
def save_classifier(tokenizer: Any, tmp_path: Path) -> Callable[..., Path]:
    """Save a sequence classifier whose bias alone decides: the label that is named wins by far."""
    import torch
    import transformers

    def save(labels: list[str], winner: str, **more: Any) -> Path:
        torch.manual_seed(7)
        config = transformers.BertConfig(
            vocab_size=16, hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16,
            id2label=dict(enumerate(labels)), label2id={label: at for at, label in enumerate(labels)}, **more,
        )  # fmt: skip
        model = transformers.BertForSequenceClassification(config)
        with torch.no_grad():
            model.classifier.bias[labels.index(winner)] = 20.0
        folder = tmp_path / f"classifier-{winner}"
        model.save_pretrained(folder)
        tokenizer.save_pretrained(folder)
        return folder

    return save


@pytest.fixture
def nli_folder(save_classifier: Callable[..., Path]) -> Path:
    return save_classifier(["entailment", "neutral", "contradiction"], "entailment")
