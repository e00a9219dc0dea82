"""The transformers of Chiscope's model folders without MLPs, in PyTorch.

Parameters have the names of a model folder's weights (assets/docs/model-folder.md), so that
`load_state_dict` takes a model folder's safetensors file as it is.
"""

from __future__ import annotations

import dataclasses
import json
import pathlib
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F


@dataclasses.dataclass(frozen=True)
class Shape:
    """Sizes of a transformer with LayerNorm before attention, learned positions and no biases.

    With a `rotary` base above 0, queries and keys are turned by their positions as well.
    """

    vocabulary: int = 1024
    context: int = 128
    width: int = 128
    layers: int = 2
    heads: int = 8
    epsilon: float = 1e-5
    rotary: float = 0.0

    @staticmethod
    def read(folder: pathlib.Path) -> Shape:
        """The shape that a model folder tells."""
        a: dict[str, Any] = json.loads((folder / "config.json").read_text())["architecture"]
        expected = {
            "family": "transformer",
            "mlpWidth": 0,
            "norm": "layer_norm",
            "learnedPositions": True,
            "tiedEmbeddings": False,
            "attentionBiases": False,
        }
        for key, value in expected.items():
            if a[key] != value:
                raise ValueError(f"{folder}: {key} should be {value} for this comparison, but is {a[key]}")
        return Shape(
            a["vocabularySize"],
            a["contextLength"],
            a["width"],
            a["layers"],
            a["heads"],
            a["normEpsilon"],
            a["rotaryBase"],
        )


class Attention(nn.Module):
    """Causal self-attention; `fused` takes scaled_dot_product_attention, otherwise a softmax is written out."""

    def __init__(self, shape: Shape, fused: bool) -> None:
        super().__init__()
        self.heads = shape.heads
        self.fused = fused
        for name in "qkvo":
            setattr(self, name, nn.Linear(shape.width, shape.width, bias=False))
        future = torch.triu(torch.full((shape.context, shape.context), float("-inf")), diagonal=1)
        self.register_buffer("future", future, persistent=False)
        self.rotary = shape.rotary > 0
        if self.rotary:
            half = shape.width // shape.heads // 2
            rates = shape.rotary ** (-torch.arange(half, dtype=torch.float64) / half)
            angles = torch.outer(torch.arange(shape.context, dtype=torch.float64), rates)
            cosines, sines = angles.cos().to(self.future.dtype), angles.sin().to(self.future.dtype)
            self.register_buffer("cosines", torch.cat([cosines, cosines], -1), persistent=False)
            self.register_buffer("sines", torch.cat([-sines, sines], -1), persistent=False)

    def turn(self, x: Tensor) -> Tensor:
        """Turns entries j and j + half of each head by the angle of their position."""
        length, half = x.shape[-2], x.shape[-1] // 2
        return x * self.cosines[:length] + x.roll(half, -1) * self.sines[:length]

    def forward(self, x: Tensor) -> Tensor:
        contexts, length, width = x.shape
        q, k, v = (
            m(x).view(contexts, length, self.heads, width // self.heads).transpose(1, 2)
            for m in (self.q, self.k, self.v)
        )
        if self.rotary:
            q, k = self.turn(q), self.turn(k)
        if self.fused:
            y = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        else:
            scores = q @ k.transpose(-1, -2) * (width // self.heads) ** -0.5
            y = torch.softmax(scores + self.future[:length, :length], dim=-1) @ v
        return self.o(y.transpose(1, 2).reshape(contexts, length, width))


class Block(nn.Module):
    """Attention of what is normalised, added to what came in."""

    def __init__(self, shape: Shape, fused: bool) -> None:
        super().__init__()
        self.norm1 = nn.LayerNorm(shape.width, eps=shape.epsilon)
        self.attn = Attention(shape, fused)

    def forward(self, x: Tensor) -> Tensor:
        return x + self.attn(self.norm1(x))


class Transformer(nn.Module):
    """Maps tokens [contexts, length] to logits [contexts, length, vocabulary]."""

    def __init__(self, shape: Shape, fused: bool = True) -> None:
        super().__init__()
        self.embed = nn.Embedding(shape.vocabulary, shape.width)
        self.pos = nn.Embedding(shape.context, shape.width)
        self.blocks = nn.ModuleList(Block(shape, fused) for _ in range(shape.layers))
        self.final_norm = nn.LayerNorm(shape.width, eps=shape.epsilon)
        self.unembed = nn.Linear(shape.width, shape.vocabulary, bias=False)

    def forward(self, tokens: Tensor) -> Tensor:
        x = self.embed(tokens) + self.pos.weight[: tokens.shape[1]]
        for block in self.blocks:
            x = block(x)
        return self.unembed(self.final_norm(x))

    def losses(self, tokens: Tensor) -> Tensor:
        """Nats of every token after the first of its context, [contexts × (length − 1)]."""
        return F.cross_entropy(self(tokens[:, :-1]).flatten(0, 1), tokens[:, 1:].flatten(), reduction="none")
