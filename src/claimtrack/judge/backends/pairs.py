"""Checkpoints that score a passage against a claim, each kind by what its authors published.

- Sequence classification with entailment among its labels, or with two unnamed labels of which the second is "supported"
  (MiniCheck-RoBERTa and -DeBERTa; Tang et al. 2024, https://arxiv.org/abs/2404.10774).
- MiniCheck-Flan-T5: the first token that a T5 decodes after "predict: passage</s>claim" is one of two (the same paper and its code).
- HHEM-2.1-open: a T5 that labels the first token of a fixed prompt
  (https://huggingface.co/vectara/hallucination_evaluation_model).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from claimtrack.errors import ConfigError

_BATCH = 8
_MOST_TOKENS = 512
"""Longer pairs are cut at the end of the passage."""
_EXTRA = "install it with `pip install 'claimtrack[transformers]'`"
_MINICHECK_TOKENS = (3, 209)
"""Ids that Flan-T5 decodes for "0" and "1": the first is the blank in front of the figure."""
_HHEM_PROMPT = "<pad> Determine if the hypothesis is true given the premise?\n\nPremise: {premise}\n\nHypothesis: {claim}"
_HHEM_PREFIX = "t5."
_SUPPORT_NAMES = ("entail", "support")
_AGAINST_NAMES = ("contradict", "refute")
_DENIES_SUPPORT = ("not", "non", "un")


class Outlook(NamedTuple):
    """What a model makes of one pair: probabilities."""

    support: float
    contradiction: float
    """0 where the model does not tell a contradiction from silence."""


class PairModel(Protocol):
    """A model that is loaded."""

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[Outlook]:
        """Return the outlook of each (passage, claim), in order."""
        ...


def load_pairs(name: str) -> PairModel:
    """Load a checkpoint of a known kind.

    Args:
        name: A folder, or a name whose files are in the Hugging Face cache.

    Raises:
        ConfigError: a package is not installed, the files are not there, or the kind is not known.
    """
    try:
        import torch  # noqa: F401, PLC0415 - an extra
        import transformers  # noqa: PLC0415 - the same
    except ImportError as error:
        raise ConfigError(
            f"the judge backend 'transformers' needs the package {error.name}", hint=_EXTRA
        ) from error
    transformers.utils.logging.set_verbosity_error()
    transformers.utils.logging.disable_progress_bar()
    try:
        config, _ = transformers.PretrainedConfig.get_config_dict(name, local_files_only=True)
        kinds = config.get("architectures") or [""]
        if config.get("model_type") == "HHEMv2":
            return _Hhem(name, config)
        if kinds[0].endswith("ForConditionalGeneration"):
            return _MiniCheckT5(name)
        if kinds[0].endswith("ForSequenceClassification"):
            return _Classifier(name, transformers.AutoConfig.from_pretrained(name, local_files_only=True))
    except (OSError, ValueError, KeyError) as error:
        raise ConfigError(
            f"the model {name} cannot be loaded: {_first_line(error)}",
            hint="nothing is downloaded: `hf download NAME` fetches a model, or name its folder",
        ) from error
    raise ConfigError(
        f"the model {name} is of no kind that scores pairs ({kinds[0] or 'no architecture named'})",
        hint="use an NLI model for sequence classification, a MiniCheck, or HHEM-2.1-open",
    )


class _Classifier:
    """Sequence classification over pairs."""

    def __init__(self, name: str, config: Any) -> None:  # noqa: ANN401 - a transformers class
        names = {int(number): str(label).casefold() for number, label in config.id2label.items()}
        self._support = _label_of(names, _SUPPORT_NAMES)
        self._against = _label_of(names, _AGAINST_NAMES)
        if self._support is None and len(names) == 2:  # noqa: PLR2004 - "supported" or not
            self._support = 1
        if self._support is None:
            raise ConfigError(
                f"the model {name} has no label for support: {', '.join(sorted(names.values()))}",
                hint="use a model that was trained for entailment",
            )
        self._tokenizer, self._model = _loaded(name, "AutoModelForSequenceClassification")

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[Outlook]:
        import torch  # noqa: PLC0415 - an extra

        found = []
        for batch in _batches(pairs):
            encoded = self._tokenizer(
                [premise for premise, _ in batch],
                [claim for _, claim in batch],
                padding=True,
                truncation="only_first",
                max_length=_MOST_TOKENS,
                return_tensors="pt",
            )
            with torch.inference_mode():
                chances = self._model(**encoded).logits.softmax(-1).tolist()
            found += [
                Outlook(one[self._support], 0.0 if self._against is None else one[self._against])
                for one in chances
            ]
        return found


class _MiniCheckT5:
    """MiniCheck-Flan-T5: one step of decoding."""

    def __init__(self, name: str) -> None:
        self._tokenizer, self._model = _loaded(name, "AutoModelForSeq2SeqLM")

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[Outlook]:
        import torch  # noqa: PLC0415 - an extra

        found = []
        for batch in _batches(pairs):
            texts = [f"predict: {premise}{self._tokenizer.eos_token}{claim}" for premise, claim in batch]
            encoded = self._tokenizer(
                texts, padding=True, truncation=True, max_length=4 * _MOST_TOKENS, return_tensors="pt"
            )
            start = torch.full((len(batch), 1), self._model.config.decoder_start_token_id or 0)
            with torch.inference_mode():
                first = self._model(**encoded, decoder_input_ids=start).logits[:, 0, list(_MINICHECK_TOKENS)]
            found += [Outlook(chance, 0.0) for chance in first.softmax(-1)[:, 1].tolist()]
        return found


class _Hhem:
    """HHEM-2.1-open, whose own code is not run: a T5 for token classification under another name."""

    def __init__(self, name: str, config: Mapping[str, Any]) -> None:
        import transformers  # noqa: PLC0415 - an extra
        from safetensors.torch import load_file  # noqa: PLC0415 - comes with it

        base = str(config.get("foundation") or name)
        settings = transformers.AutoConfig.from_pretrained(base, local_files_only=True)
        self._tokenizer = transformers.AutoTokenizer.from_pretrained(base, local_files_only=True)
        self._model = transformers.T5ForTokenClassification(settings).eval()
        file = Path(name) / "model.safetensors"
        found = file if file.is_file() else transformers.utils.cached_file(
            name, "model.safetensors", local_files_only=True
        )  # fmt: skip
        weights = {key.removeprefix(_HHEM_PREFIX): value for key, value in load_file(found).items()}
        missing, unknown = self._model.load_state_dict(weights, strict=False)
        # Embeddings that are tied to others are stored once.
        if unknown or any("embed_tokens" not in key for key in missing):
            raise ValueError("its weights are not those of HHEM-2.1-open")

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[Outlook]:
        import torch  # noqa: PLC0415 - an extra

        found = []
        for batch in _batches(pairs):
            texts = [_HHEM_PROMPT.format(premise=premise, claim=claim) for premise, claim in batch]
            encoded = self._tokenizer(texts, padding=True, return_tensors="pt")
            with torch.inference_mode():
                first = self._model(**encoded).logits[:, 0, :].softmax(-1)
            found += [Outlook(chance, 0.0) for chance in first[:, 1].tolist()]
        return found


def _loaded(name: str, kind: str) -> tuple[Any, Any]:
    import transformers  # noqa: PLC0415 - an extra

    tokenizer = transformers.AutoTokenizer.from_pretrained(name, local_files_only=True)
    model = getattr(transformers, kind).from_pretrained(
        name, local_files_only=True, use_safetensors=True, trust_remote_code=False
    )
    return tokenizer, model.eval()


def _label_of(names: Mapping[int, str], wanted: Sequence[str]) -> int | None:
    """The number of the label that begins as one of the names; "not_entailment" does not."""
    return next(
        (
            number
            for number, label in names.items()
            if any(word in label for word in wanted) and not label.startswith(_DENIES_SUPPORT)
        ),
        None,
    )


def _batches(pairs: Sequence[tuple[str, str]]) -> Iterator[Sequence[tuple[str, str]]]:
    for first in range(0, len(pairs), _BATCH):
        yield pairs[first : first + _BATCH]


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0] or type(error).__name__
