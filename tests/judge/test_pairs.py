"""Checkpoints that score pairs: tiny ones, with random weights, in the layout of each known kind."""

from __future__ import annotations

import json

import pytest

from claimtrack.errors import ConfigError
from claimtrack.judge.answer import read_answer
from claimtrack.judge.backends import make_backend
from claimtrack.judge.backends.pairs import load_pairs
from claimtrack.models import Label

PAIRS = [("The Orrin bridge opened in 1932.", "The bridge opened."), ("It rained.", "The bridge opened.")]
THREE = ["contradiction", "neutral", "entailment"]


@pytest.mark.parametrize(
    ("winner", "label"),
    [("entailment", "supported"), ("neutral", "unsupported"), ("contradiction", "contradicted")],
)
def test_labels_are_found_by_their_names_in_whatever_order(save_classifier, options, prompt, winner, label):
    backend = make_backend("transformers", options(model=str(save_classifier(THREE, winner))))
    found = read_answer(backend.ask(prompt).text, prompt)
    assert {opinion.label for opinion in found.values()} == {Label(label)}
    texts = {excerpt.text for excerpt in prompt.excerpts}
    assert all(set(opinion.quotes) <= texts for opinion in found.values())
    assert all(bool(opinion.quotes) == (label != "unsupported") for opinion in found.values())


@pytest.mark.parametrize(
    ("labels", "winner", "supports"),
    [
        (["LABEL_0", "LABEL_1"], "LABEL_1", True),
        (["LABEL_0", "LABEL_1"], "LABEL_0", False),
        (["entailment", "not_entailment"], "entailment", True),
        (["not_entailment", "entailment"], "not_entailment", False),
        (["SUPPORTS", "REFUTES", "NOT ENOUGH INFO"], "SUPPORTS", True),
        (["unsupported", "supported"], "unsupported", False),
    ],
)
def test_two_labels_and_other_names(save_classifier, labels, winner, supports):
    outlooks = load_pairs(str(save_classifier(labels, winner))).score(PAIRS)
    assert [outlook.support > 0.9 for outlook in outlooks] == [supports] * 2


def test_labels_that_mean_nothing_are_refused(save_classifier):
    with pytest.raises(ConfigError, match="no label for support: joy, rage, woe"):
        load_pairs(str(save_classifier(["joy", "rage", "woe"], "joy")))


def test_a_long_passage_is_cut_and_the_claim_is_not(save_classifier):
    model = load_pairs(str(save_classifier(THREE, "entailment", max_position_embeddings=512)))
    (outlook,) = model.score([("bridge " * 5_000, "The bridge opened.")])
    assert 0 <= outlook.support <= 1


def test_more_pairs_than_a_batch_keep_their_order(save_classifier):
    model = load_pairs(str(save_classifier(THREE, "neutral")))
    assert len(model.score(PAIRS * 10)) == 20
    assert model.score(PAIRS * 10)[-1] == pytest.approx(model.score(PAIRS)[-1], abs=1e-4)


@pytest.fixture
def t5(tokenizer, tmp_path):
    import torch
    import transformers

    torch.manual_seed(7)
    sizes = {"vocab_size": 256, "d_model": 16, "d_kv": 8, "d_ff": 16, "num_layers": 1, "num_heads": 2}
    config = transformers.T5Config(**sizes, decoder_start_token_id=0, pad_token_id=0, eos_token_id=1)
    folder = tmp_path / "t5"
    tokenizer.save_pretrained(folder)
    return transformers, config, folder


def test_minicheck_by_t5_is_the_chance_of_its_second_token(t5):
    import torch

    transformers, config, folder = t5
    model = transformers.T5ForConditionalGeneration(config).eval()
    model.save_pretrained(folder)
    found = load_pairs(str(folder)).score(PAIRS)
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    for (premise, claim), outlook in zip(PAIRS, found, strict=True):
        encoded = tokenizer(f"predict: {premise}</s>{claim}", return_tensors="pt")
        with torch.inference_mode():
            logits = model(**encoded, decoder_input_ids=torch.tensor([[0]])).logits[0, 0]
        assert outlook.support == pytest.approx(logits[[3, 209]].softmax(-1)[1].item(), abs=1e-4)
        assert outlook.contradiction == 0


def test_hhem_is_read_without_running_its_code(t5):
    from safetensors.torch import save_file

    transformers, config, folder = t5
    model = transformers.T5ForTokenClassification(config).eval()
    config.save_pretrained(folder / "base")
    transformers.AutoTokenizer.from_pretrained(folder).save_pretrained(folder / "base")
    (folder / "config.json").write_text(
        json.dumps(
            {
                "model_type": "HHEMv2",
                "architectures": ["HHEMv2ForSequenceClassification"],
                "auto_map": {"AutoConfig": "evil.Config"},
                "foundation": str(folder / "base"),
            }
        )
    )
    (folder / "evil.py").write_text("raise SystemExit('ran')")
    # Tied weights are stored once, as the library itself does.
    weights = {
        f"t5.{name}": value.clone()
        for name, value in model.state_dict().items()
        if "embed_tokens" not in name
    }
    save_file(weights, folder / "model.safetensors")
    outlooks = load_pairs(str(folder)).score(PAIRS)
    assert all(0 < outlook.support < 1 for outlook in outlooks)
    save_file({"other.weight": weights["t5.classifier.bias"]}, folder / "model.safetensors")
    with pytest.raises(ConfigError, match="its weights are not those of HHEM"):
        load_pairs(str(folder))


@pytest.mark.usefixtures("tokenizer")
def test_a_model_that_is_not_here_is_not_downloaded():
    with pytest.raises(ConfigError) as caught:
        load_pairs("nobody/no-such-model")
    assert "nothing is downloaded" in caught.value.hint


def test_a_pickle_is_not_read(save_classifier):
    import torch

    folder = save_classifier(THREE, "neutral")
    torch.save({}, folder / "pytorch_model.bin")
    (folder / "model.safetensors").unlink()
    with pytest.raises(ConfigError, match="cannot be loaded"):
        load_pairs(str(folder))


def test_a_model_of_another_kind_is_refused(t5):
    transformers, config, folder = t5
    transformers.T5EncoderModel(config).save_pretrained(folder)
    with pytest.raises(ConfigError, match="of no kind that scores pairs"):
        load_pairs(str(folder))


def test_a_model_must_be_named(options):
    with pytest.raises(ConfigError, match=r"judge\.model is not set"):
        make_backend("transformers", options(model=""))
