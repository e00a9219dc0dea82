"""The sample language model as devinterp samples it, with the dynamics of Chiscope's SGLD.

devinterp's step p ← p − (lr/2)(nβ ∇L_B + localization (p − p₀)) + √lr η is Chiscope's with lr = ε
and localization = γ; a component is a mask on parameters in both. Three of its habits need care:

* It evaluates observables in batches of the sampler's size, here 2 contexts. Its public parameter
  `loss_fn` allows better: `Losses` computes the whole evaluation set in larger batches when its
  first batch is asked for, and hands out the rest from memory.
* A draw is taken after the first of the `num_steps_bw_draws` steps, not after the last. Where the
  draws themselves are compared, burn-in is longer by the others.
* A chain shuffles its data once and repeats that order. Where draws are compared it gets contexts
  drawn with replacement, more than it needs, as Chiscope draws its minibatches.
"""

from __future__ import annotations

import contextlib
import dataclasses
import io
import os
import pathlib
import re
import tempfile
import time
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from safetensors.torch import load_file
from torch import Tensor

from transformer import Shape, Transformer

OBSERVABLE = "evaluation"


@dataclasses.dataclass(frozen=True)
class Settings:
    """How an ensemble is sampled, in Chiscope's words."""

    step_size: float
    n_beta: float
    localization: float
    batch: int
    chains: int
    burn_in: int
    draws: int
    steps_between: int

    @staticmethod
    def of(experiment: dict[str, Any]) -> Settings:
        """Those of an experiment.json."""
        sampler = experiment["sampler"]
        if sampler["type"] != "sgld":
            raise ValueError(f"the sampler should be sgld for this comparison, but is {sampler['type']}")
        return Settings(
            sampler["stepSize"],
            sampler["nBeta"],
            sampler["localization"],
            sampler["batchSize"],
            experiment["chains"],
            experiment["burnIn"],
            experiment["draws"],
            experiment["stepsBetweenDraws"],
        )

    def steps(self) -> int:
        """Of one chain."""
        return self.burn_in + self.draws * self.steps_between


@dataclasses.dataclass(frozen=True)
class Timing:
    """What one call of devinterp's sample() took, in seconds, and for how much work."""

    component: str
    wall: float
    initial: float
    evaluations: float
    steps: int
    draws: int

    def seconds_per_step(self) -> float:
        """Everything but evaluations, over the steps."""
        return (self.wall - self.initial - self.evaluations) / self.steps

    def seconds_per_evaluation(self) -> float:
        """Of the losses of all evaluation tokens at one draw, their storing included."""
        return self.evaluations / self.draws

    def of(self, settings: Settings) -> float:
        """Seconds of all chains of an ensemble: devinterp runs them one after another."""
        chain = settings.steps() * self.seconds_per_step() + settings.draws * self.seconds_per_evaluation()
        return self.initial + settings.chains * chain


class Contexts(torch.utils.data.Dataset):
    """Token contexts as devinterp takes them; plain tensors, which load faster than Arrow tables."""

    def __init__(self, tokens: Tensor) -> None:
        self._rows = [{"input_ids": row} for row in tokens]

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, place: int) -> dict[str, Tensor]:
        return dict(self._rows[place])


class Losses:
    """devinterp's `loss_fn`: nats of every token after the first; also tells apart what time goes where.

    Steps are calls with gradients, evaluations are calls without. An evaluation lasts from its first
    call until the next step's, so that storing its losses is part of it.
    """

    def __init__(self, evaluation: Tensor, batch: int, own_batch: int) -> None:
        self._evaluation = evaluation
        self._batch = batch
        self._grouped = batch > own_batch
        self._place = {row.numpy().tobytes(): place for place, row in enumerate(evaluation)}
        self._kept: Tensor | None = None
        self._since: float | None = None
        self._stepped = False
        self.initial = 0.0
        self.evaluations = 0.0

    def __call__(self, model: torch.nn.Module, tokens: Tensor) -> Tensor:
        if torch.is_grad_enabled():
            self.finish()
            self._stepped = True
            self._kept = None
            return model.losses(tokens).view(len(tokens), -1)
        if self._since is None:
            self._since = time.perf_counter()
        if not self._grouped:
            return model.losses(tokens).view(len(tokens), -1)
        if self._kept is None:
            batches = self._evaluation.split(self._batch)
            self._kept = torch.cat([model.losses(part).view(len(part), -1) for part in batches])
        return self._kept[[self._place[row.numpy().tobytes()] for row in tokens]]

    def finish(self) -> None:
        """Ends an evaluation that is going on."""
        if self._since is not None:
            seconds = time.perf_counter() - self._since
            self._since = None
            if self._stepped:
                self.evaluations += seconds
            else:
                self.initial += seconds


def evaluation_tokens(folder: pathlib.Path) -> Tensor:
    """The evaluation set, [contexts, length]."""
    return load_file(folder / "evaluation.safetensors")["tokens"].long()


def load(folder: pathlib.Path) -> Transformer:
    """The checkpoint of a model folder."""
    model = Transformer(Shape.read(folder))
    model.load_state_dict(load_file(folder / "model.safetensors"))
    return model


def component_masks(model: Transformer, component: str) -> dict[str, Tensor | None]:
    """devinterp's param_masks of a component with Chiscope's name."""
    parameters = dict(model.named_parameters())
    if component == "full":
        return {name: None for name in parameters}
    if component in ("embed", "pos", "unembed"):
        return {f"{component}.weight": None}
    head = re.fullmatch(r"l(\d+)h(\d+)", component)
    if not head:
        raise ValueError(f"{component} is neither full, a head, embed, pos nor unembed")
    attention = f"blocks.{head[1]}.attn"
    heads = model.get_submodule(attention).heads
    masks: dict[str, Tensor | None] = {}
    for matrix in "qkvo":
        name = f"{attention}.{matrix}.weight"
        mask = torch.zeros(parameters[name].shape, dtype=torch.bool)
        (mask.t() if matrix == "o" else mask).view(heads, -1, mask.shape[0])[int(head[2])] = True
        masks[name] = mask
    return masks


def sample(
    folder: pathlib.Path,
    component: str,
    settings: Settings,
    evaluation_batch: int,
    seed: int,
    out: pathlib.Path,
    same_draws: bool = False,
) -> Timing:
    """Samples an ensemble by devinterp's sample() into `out`, and times it.

    Args:
        evaluation_batch: contexts that are evaluated at once; the sampler's batch is devinterp's own way.
        same_draws: whether burn-in and minibatches are those that make draws comparable with Chiscope's.
    """
    os.environ["TQDM_DISABLE"] = "1"
    from devinterp.slt.sampling import sample as devinterp_sample

    model = load(folder)
    evaluation = evaluation_tokens(folder)
    losses = Losses(evaluation, evaluation_batch, settings.batch)
    batches = len(evaluation) // settings.batch
    burn_in = settings.burn_in + (settings.steps_between - 1 if same_draws else 0)
    steps = burn_in + settings.draws * settings.steps_between
    dataset = Contexts(evaluation)
    if same_draws:
        generator = torch.Generator().manual_seed(seed)
        dataset = Contexts(
            evaluation[torch.randint(len(evaluation), (8 * steps * settings.batch,), generator=generator)]
        )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with contextlib.redirect_stderr(io.StringIO()):
            start = time.perf_counter()
            devinterp_sample(
                model,
                dataset,
                {OBSERVABLE: (Contexts(evaluation), batches)},
                lr=settings.step_size,
                n_beta=settings.n_beta,
                localization=settings.localization,
                param_masks=component_masks(model, component),
                num_chains=settings.chains,
                num_draws=settings.draws,
                num_burnin_steps=burn_in,
                num_steps_bw_draws=settings.steps_between,
                batch_size=settings.batch,
                num_init_loss_batches=batches,
                match_sampling_input_ids_across_chains=False,
                init_seed=seed,
                loss_fn=losses,
                device="cpu",
                output_path=out,
            )
            wall = time.perf_counter() - start
    losses.finish()
    return Timing(
        component, wall, losses.initial, losses.evaluations, settings.chains * steps, settings.chains * settings.draws
    )


def draws(out: pathlib.Path, evaluation: Tensor) -> np.ndarray:
    """Losses of the evaluation tokens, in their own order, [chains, draws, contexts × positions]."""
    import zarr

    group = zarr.open_group(str(out), mode="r")
    place = {row.tobytes(): p for p, row in enumerate(np.asarray(group[f"input_ids_{OBSERVABLE}"][:]))}
    order = [place[row.numpy().tobytes()] for row in evaluation]
    losses = np.asarray(group[f"loss_{OBSERVABLE}"][:])[:, :, order]
    return losses.reshape(*losses.shape[:2], -1)


def time_components(
    ready: Callable[[], Any],
    folder: str,
    components: list[str],
    settings: Settings,
    threads: int,
    evaluation_batch: int,
    keep: str | None = None,
) -> list[Timing]:
    """Times ensembles one after another in this process; the samples stay in the folder `keep`, if given."""
    torch.set_num_threads(threads)
    with tempfile.TemporaryDirectory() as temporary:
        place = pathlib.Path(keep or temporary)
        brief = dataclasses.replace(settings, chains=1, burn_in=4, draws=2, steps_between=4)
        sample(
            pathlib.Path(folder), components[0], brief, evaluation_batch, 1, pathlib.Path(temporary) / "warm-up.zarr"
        )
        ready()
        return [
            sample(pathlib.Path(folder), c, settings, evaluation_batch, 100, place / f"{c}.zarr") for c in components
        ]


def time_susceptibilities(ready: Callable[[], Any], folder: str, components: list[str]) -> float:
    """Seconds that devinterp's compute_susceptibilities() takes from stored samples of all ensembles."""
    import xarray
    from devinterp.slt.susceptibilities import compute_susceptibilities

    samples = {c: xarray.open_datatree(f"{folder}/{c}.zarr", engine="zarr", consolidated=False) for c in components}
    ready()
    start = time.perf_counter()
    compute_susceptibilities(samples, OBSERVABLE, include_sampling_task=True)
    return time.perf_counter() - start
