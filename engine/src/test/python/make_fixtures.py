"""Writes the golden files of PyTorchFixtureTest: small networks computed by PyTorch.

    python engine/src/test/python/make_fixtures.py

Each folder of engine/src/test/resources/fixtures/pytorch is a model folder (config.json and weights
as float32), with the examples and PyTorch's answers in double precision beside it:

    expected.safetensors   tokens [contexts, length], or inputs and targets [pairs, width], or one of
                           the two with labels [examples];
                           losses [examples]: one each, in nats;
                           gradient.<parameter>: of the mean loss over the examples.

The networks are put together from torch.nn's own modules, so that shapes, conventions and formulas
are PyTorch's. Only rotary positions are written out here, as complex rotations.
"""

import json
import math
import pathlib
import shutil

import safetensors
import torch
from safetensors.torch import save_file
from torch import nn
from torch.nn import functional as F

OUT = pathlib.Path(__file__).parents[1] / "resources" / "fixtures" / "pytorch"
# One entry only: the library writes several in no fixed order, and the files would differ each time.
WRITTEN_BY = {
    "written_by": f"make_fixtures.py with torch {torch.__version__}, safetensors {safetensors.__version__}"
}

VOCABULARY, CONTEXT, WIDTH, HEADS, LAYERS = 11, 8, 16, 2, 2
CONTEXTS = 3


class Attention(nn.Module):
    """Causal self-attention: by nn.MultiheadAttention, or with rotary positions by SDPA."""

    def __init__(self, rotary_base, biases):
        super().__init__()
        self.rotary_base = rotary_base
        for name in "qkvo":
            setattr(self, name, nn.Linear(WIDTH, WIDTH, bias=biases))

    def forward(self, x):
        return self.rotary(x) if self.rotary_base else self.library(x)

    def library(self, x):
        length = x.shape[1]
        biases = self.q.bias is not None
        causal = torch.triu(torch.ones(length, length, dtype=torch.bool), diagonal=1)
        y, _ = F.multi_head_attention_forward(
            *[x.transpose(0, 1)] * 3,
            embed_dim_to_check=WIDTH,
            num_heads=HEADS,
            in_proj_weight=torch.cat([self.q.weight, self.k.weight, self.v.weight]),
            in_proj_bias=torch.cat([self.q.bias, self.k.bias, self.v.bias]) if biases else None,
            bias_k=None,
            bias_v=None,
            add_zero_attn=False,
            dropout_p=0.0,
            out_proj_weight=self.o.weight,
            out_proj_bias=self.o.bias,
            attn_mask=causal,
            need_weights=False,
        )
        return y.transpose(0, 1)

    def rotary(self, x):
        contexts, length, _ = x.shape
        q, k, v = (
            m(x).view(contexts, length, HEADS, WIDTH // HEADS).transpose(1, 2)
            for m in (self.q, self.k, self.v)
        )
        y = F.scaled_dot_product_attention(self.turn(q), self.turn(k), v, is_causal=True)
        return self.o(y.transpose(1, 2).reshape(contexts, length, WIDTH))

    def turn(self, x):
        """Entries j and j + half are one complex number, turned by t / base^(j / half)."""
        half = x.shape[-1] // 2
        z = torch.complex(x[..., :half], x[..., half:])
        rates = self.rotary_base ** (-torch.arange(half, dtype=x.dtype) / half)
        angles = torch.outer(torch.arange(x.shape[-2], dtype=x.dtype), rates)
        z = z * torch.polar(torch.ones_like(angles), angles)
        return torch.cat([z.real, z.imag], dim=-1)


ACTIVATIONS = {
    "identity": nn.Identity(),
    "relu": nn.ReLU(),
    "tanh": nn.Tanh(),
    "gelu_tanh": nn.GELU(approximate="tanh"),
}


class Mlp(nn.Module):
    def __init__(self, width, activation):
        super().__init__()
        self.up = nn.Linear(WIDTH, width)
        self.down = nn.Linear(width, WIDTH)
        self.activation = ACTIVATIONS[activation]

    def forward(self, x):
        return self.down(self.activation(self.up(x)))


class Block(nn.Module):
    def __init__(self, shape, norm):
        super().__init__()
        self.norm1 = norm()
        self.attn = Attention(shape["rotaryBase"], shape["attentionBiases"])
        self.mlp = None
        if shape["mlpWidth"]:
            self.norm2 = norm()
            self.mlp = Mlp(shape["mlpWidth"], shape["activation"])

    def forward(self, x):
        x = x + self.attn(self.norm1(x))
        return x if self.mlp is None else x + self.mlp(self.norm2(x))


class Transformer(nn.Module):
    def __init__(self, shape):
        super().__init__()
        kind = {"layer_norm": nn.LayerNorm, "rms_norm": nn.RMSNorm}[shape["norm"]]

        def norm():
            return kind(WIDTH, eps=shape["normEpsilon"])

        self.embed = nn.Embedding(VOCABULARY, WIDTH)
        self.pos = nn.Embedding(CONTEXT, WIDTH) if shape["learnedPositions"] else None
        self.blocks = nn.ModuleList(Block(shape, norm) for _ in range(LAYERS))
        self.final_norm = norm()
        if not shape["tiedEmbeddings"]:
            self.unembed = nn.Linear(WIDTH, shape.get("classes", VOCABULARY), bias=False)
        self.tied = shape["tiedEmbeddings"]
        self.classifies = "classes" in shape

    def losses(self, examples):
        tokens = examples["tokens"]
        x = self.embed(tokens if self.classifies else tokens[:, :-1])
        if self.pos is not None:
            x = x + self.pos.weight[: x.shape[1]]
        for block in self.blocks:
            x = block(x)
        x = self.final_norm(x)
        if self.classifies:
            return F.cross_entropy(
                self.unembed(x[:, -1]), examples["labels"], reduction="none"
            )
        logits = F.linear(x, self.embed.weight) if self.tied else self.unembed(x)
        return F.cross_entropy(
            logits.flatten(0, 1), tokens[:, 1:].flatten(), reduction="none"
        )


class Perceptron(nn.Module):
    def __init__(self, widths, activation, biases, loss):
        super().__init__()
        self.loss = loss
        self.layers = nn.ModuleList(
            nn.Linear(a, b, bias=biases) for a, b in zip(widths, widths[1:])
        )
        self.activation = ACTIVATIONS[activation]

    def losses(self, examples):
        x = examples["inputs"]
        for i, layer in enumerate(self.layers):
            x = layer(x if i == 0 else self.activation(x))
        if self.loss == "cross_entropy":
            return F.cross_entropy(x, examples["labels"], reduction="none")
        # -log p of a Gaussian with unit variance, without its constant.
        return F.mse_loss(x, examples["targets"], reduction="none").sum(dim=-1) / 2


def transformer(norm, mlp=None, learned=True, rotary=0, tied=False, biases=False):
    shape = {
        "family": "transformer",
        "vocabularySize": VOCABULARY,
        "contextLength": CONTEXT,
        "width": WIDTH,
        "layers": LAYERS,
        "heads": HEADS,
        "mlpWidth": 24 if mlp else 0,
        **({"activation": mlp} if mlp else {}),
        "norm": norm,
        "normEpsilon": 1e-5,
        "learnedPositions": learned,
        "rotaryBase": rotary,
        "tiedEmbeddings": tied,
        "attentionBiases": biases,
    }
    return shape, Transformer(shape)


def classifier(classes, **rest):
    shape, _ = transformer("layer_norm", **rest)
    shape = {**shape, "family": "sequence_classifier", "classes": classes}
    return shape, Transformer(shape)


def perceptron(widths, activation="relu", biases=True, loss="squared_error"):
    shape = {
        "family": "perceptron",
        "widths": widths,
        "activation": activation,
        "biases": biases,
        "loss": loss,
    }
    return shape, Perceptron(widths, activation, biases, loss)


def examples(shape):
    if shape["family"] == "sequence_classifier":
        return {
            "tokens": torch.randint(VOCABULARY, (CONTEXTS, CONTEXT - 1)),
            "labels": torch.randint(shape["classes"], (CONTEXTS,)),
        }
    if shape["family"] == "transformer":
        return {"tokens": torch.randint(VOCABULARY, (CONTEXTS, CONTEXT))}
    widths = shape["widths"]
    # Rounded to float32, which is what the engine reads.
    if shape["loss"] == "cross_entropy":
        return {
            "inputs": torch.randn(7, widths[0]).double(),
            "labels": torch.randint(widths[-1], (7,)),
        }
    return {
        "inputs": torch.randn(7, widths[0]).double(),
        "targets": torch.randn(7, widths[-1]).double(),
    }


def write(name, shape, model):
    torch.manual_seed(sum(map(ord, name)))
    with torch.no_grad():
        for parameter_name, parameter in model.named_parameters():
            centre = 1.0 if "norm" in parameter_name and parameter_name.endswith("weight") else 0.0
            # Drawn in float32, so that the weights in the file are those of the computation.
            parameter.copy_(centre + 0.4 * torch.randn(parameter.shape))
    weights = {n: p.detach().clone() for n, p in model.named_parameters()}
    batch = examples(shape)
    model.double()
    losses = model.losses(batch)
    losses.mean().backward()
    expected = {
        n: (t.to(torch.int32) if n in ("tokens", "labels") else t.float()).contiguous()
        for n, t in batch.items()
    }
    expected["losses"] = losses.detach()
    for parameter_name, parameter in model.named_parameters():
        expected["gradient." + parameter_name] = parameter.grad.contiguous()
    folder = OUT / name
    folder.mkdir(parents=True)
    config = {
        "title": name,
        "description": "A small network computed by PyTorch.",
        "licence": "Apache-2.0",
        "architecture": shape,
        "weights": "weights.safetensors",
        "sampling": "expected.safetensors",
        "evaluation": "expected.safetensors",
        "patterns": "patterns.json",
    }
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n")
    save_file(weights, folder / "weights.safetensors", metadata=WRITTEN_BY)
    save_file(expected, folder / "expected.safetensors", metadata=WRITTEN_BY)
    print(f"{name}: {losses.mean().item():.6f}, {sum(map(torch.numel, weights.values()))} parameters")
    assert math.isfinite(losses.mean().item())


def main():
    torch.use_deterministic_algorithms(True)
    if OUT.exists():
        shutil.rmtree(OUT)
    write("attention-only", *transformer("layer_norm"))
    write("attention-biases", *transformer("layer_norm", biases=True))
    write("rotary-rms-norm", *transformer("rms_norm", learned=False, rotary=10000))
    write("mlp-gelu-tied", *transformer("layer_norm", mlp="gelu_tanh", tied=True))
    write("mlp-relu", *transformer("rms_norm", mlp="relu"))
    write(
        "mlp-tanh-rotary-biases",
        *transformer("layer_norm", mlp="tanh", rotary=100, tied=True, biases=True),
    )
    write("linear-regression", *perceptron([5, 1], biases=False))
    write("perceptron-relu", *perceptron([5, 7, 2]))
    write("perceptron-tanh", *perceptron([5, 7, 6, 3], "tanh"))
    write("perceptron-gelu", *perceptron([4, 9, 1], "gelu_tanh"))
    write("perceptron-classes", *perceptron([5, 7, 4], loss="cross_entropy"))
    write("deep-linear", *perceptron([4, 6, 5, 3], "identity", biases=False))
    write("sequence-classes", *classifier(3, mlp="relu"))
    write("sequence-classes-rotary", *classifier(2, learned=False, rotary=100, biases=True))


if __name__ == "__main__":
    main()
