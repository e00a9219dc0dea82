"""Exact covariances of the spins by going through all 65,536 configurations, beside a result's chi.csv.
Usage: python3 exact.py [chi.csv]   (needs NumPy)"""
import csv
import json
import pathlib
import sys

import numpy as np

here = pathlib.Path(__file__).parent
lattice = json.loads((here / "config.json").read_text())["architecture"]
assert lattice["periodic"] and lattice["width"] == lattice["height"], "a square torus is expected"
SIDE, COUPLING, FIELD = lattice["width"], lattice["coupling"], lattice["field"]
N_BETA = json.loads((here / "experiment.json").read_text())["sampler"]["nBeta"]
spins = ((np.arange(2 ** (SIDE * SIDE))[:, None] >> np.arange(SIDE * SIDE)) & 1) * 2.0 - 1


def place(x, y):
    return (y % SIDE) * SIDE + x % SIDE


energy = -FIELD * spins.sum(axis=1)
for y in range(SIDE):
    for x in range(SIDE):
        energy -= COUPLING * spins[:, place(x, y)] * (spins[:, place(x + 1, y)] + spins[:, place(x, y + 1)])
weight = np.exp(-N_BETA * (energy - energy.min()))
weight /= weight.sum()
mean = weight @ spins
covariance = (spins * weight[:, None]).T @ spins - np.outer(mean, mean)

for distance, (x, y) in enumerate([(0, 0), (1, 0), (1, 1), (2, 1), (2, 2)]):
    print(f"distance {distance}: {covariance[place(0, 0), place(x, y)]:.4f}")
if len(sys.argv) > 1:
    deviations = []
    for row in csv.DictReader(open(sys.argv[1])):
        first, second = ([int(v) for v in row[key][1:].split(",")] for key in ("component", "pattern"))
        truth = covariance[place(*first), place(*second)]
        deviations.append((float(row["fluctuation"]) - truth) / float(row["fluctuation_se_mc"]))
    deviations = np.array(deviations)
    print(f"{len(deviations)} cells; deviation in standard errors: root mean square {np.sqrt((deviations ** 2).mean()):.2f}, "
          f"largest {abs(deviations).max():.2f}, beyond two {100 * (abs(deviations) > 2).mean():.0f} %")
