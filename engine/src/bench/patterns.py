"""Which evaluation tokens belong to which pattern, by the rules of a model folder's patterns.json.

Written from assets/docs/model-folder.md and independent of Chiscope's own code; `agree` checks the
two against each other.
"""

from __future__ import annotations

import json
import lzma
import pathlib
import tempfile
from collections import Counter
from typing import Any

import numpy as np
import regex
from safetensors import safe_open
from tokenizers import Tokenizer


class Members:
    """Finds the members of patterns in the evaluation set of a language model's folder."""

    def __init__(self, folder: pathlib.Path) -> None:
        self._tokens, self._source, self._sources = _read(folder / "evaluation.safetensors")
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        size = tokenizer.get_vocab_size()
        texts = [tokenizer.decode([token], skip_special_tokens=False) for token in range(size)]
        self._texts = np.array(texts, dtype=object)
        sampling = _read(folder / json.loads((folder / "config.json").read_text())["sampling"])[0]
        pairs, counts = np.unique(sampling[:, :-1] * size + sampling[:, 1:], return_counts=True)
        self._bigrams = dict(zip(pairs.tolist(), counts.tolist()))
        self._firsts = Counter(dict(enumerate(np.bincount(sampling[:, :-1].ravel(), minlength=size).tolist())))
        self._size = size
        self._definitions = json.loads((folder / "patterns.json").read_text())["patterns"]

    def names(self) -> list[str]:
        """Of the patterns, in their order."""
        return [definition["name"] for definition in self._definitions]

    def matrix(self) -> np.ndarray:
        """[patterns, contexts × positions], whether a token is a member."""
        return np.stack([self._find(definition["rule"]).ravel() for definition in self._definitions])

    def _find(self, rule: dict[str, Any]) -> np.ndarray:
        """[contexts, positions] of the predicted tokens, those after the first of each context."""
        shape = (self._tokens.shape[0], self._tokens.shape[1] - 1)
        match rule["type"]:
            case "source":
                own = self._source == self._sources.index(rule["source"])
                return np.broadcast_to(own[:, None], shape)
            case "any":
                return np.logical_or.reduce([self._find(part) for part in rule["rules"]])
            case "examples":
                found = np.zeros(shape, bool)
                found.ravel()[rule["examples"]] = True
                return found
            case "token":
                return self._by_text(rule, shape)
            case "induction":
                return self._by_induction(rule["maximumBigramProbability"], shape)
            case other:
                raise ValueError(f"a pattern has a rule of type {other}, which is unknown here")

    def _by_text(self, rule: dict[str, Any], shape: tuple[int, int]) -> np.ndarray:
        found = np.ones(shape, bool)
        if "matches" in rule:
            found &= self._matching(rule["matches"])[:, 1:]
        if "previous" in rule:
            found &= self._matching(rule["previous"])[:, :-1]
        if "next" in rule:
            found[:, :-1] &= self._matching(rule["next"])[:, 2:]
            found[:, -1] = False
        return found

    def _matching(self, expression: str) -> np.ndarray:
        """[contexts, length], whether the whole text of each token matches."""
        compiled = regex.compile(expression, regex.DOTALL | regex.VERSION1)
        return np.array([compiled.fullmatch(text) is not None for text in self._texts])[self._tokens]

    def _by_induction(self, most: float, shape: tuple[int, int]) -> np.ndarray:
        found = np.zeros(shape, bool)
        for row, tokens in enumerate(self._tokens.tolist()):
            before: set[int] = set()
            for position, (first, second) in enumerate(zip(tokens, tokens[1:])):
                pair = first * self._size + second
                if pair in before:
                    seen = self._firsts[first]
                    found[row, position] = seen == 0 or self._bigrams.get(pair, 0) / seen <= most
                before.add(pair)
        return found


def _read(file: pathlib.Path) -> tuple[np.ndarray, np.ndarray, list[str]]:
    if file.suffix == ".xz":
        with tempfile.TemporaryDirectory() as folder:
            unpacked = pathlib.Path(folder) / file.stem
            unpacked.write_bytes(lzma.decompress(file.read_bytes()))
            return _read(unpacked)
    with safe_open(file, "np") as content:
        tokens = content.get_tensor("tokens").astype(np.int64)
        return tokens, content.get_tensor("source"), json.loads(content.metadata()["sources"])
