#!/usr/bin/env python3
"""Writes hugging_face_tokens.json, the golden file of HuggingFaceTokensTest (needs tokenizers 0.21)."""

import json
import pathlib

import tokenizers
from tokenizers import Tokenizer, models, pre_tokenizers, trainers

TEXT = """def train(self, text):
    return self.text

    # caf\u00e9 12 + 345 = 357
the token, the token's text and the texts of other tokens, they'll say; don't
        for token in tokens:
            self.train(token[0:10])  # 2025-11-22
"""
SAMPLES = [
    "the tokens of self.text",
    "  12 and\n\n  345\t6  ",
    "don't, they'll, we're, I'M, it'S, 'tis",
    "caf\u00e9 cafe\u0301 na\u00efve \u65e5\u672c\u8a9e \U0001f600\U0001f600",
    "a\u00a0b \u3000c\u2028d\u0085e\u200bf\r\n\r\ng",
    "\u00b2\u00bd \u0663\u0664 \u2167 1a2b 3.14",
    "========  ((()))  ----\n----",
    "\n        return\n    \n",
    "\x00\x1f\x7f \ufeff",
    "",
    " ",
]


def train(single_digits):
    byte_level = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = (
        pre_tokenizers.Sequence([pre_tokenizers.Digits(individual_digits=True), byte_level])
        if single_digits else byte_level)
    trainer = trainers.BpeTrainer(
        vocab_size=330, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False)
    tokenizer.train_from_iterator([TEXT], trainer)
    model = json.loads(tokenizer.to_str())["model"]
    return {
        "splitting": "GPT2_SINGLE_DIGITS" if single_digits else "GPT2",
        "vocabulary": sorted(model["vocab"], key=model["vocab"].get),
        "merges": [m if isinstance(m, list) else m.split(" ") for m in model["merges"]],
        "samples": [{"text": s, "tokens": tokenizer.encode(s).ids} for s in SAMPLES],
    }


golden = {
    "writtenBy": f"tokenizers {tokenizers.__version__}",
    "text": TEXT,
    "tokenizers": [train(True), train(False)],
}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(golden) + "\n", "utf-8")
