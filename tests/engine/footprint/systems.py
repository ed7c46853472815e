"""Systems to solve: published ones, and drawn ones that have loops."""

from __future__ import annotations

import numpy as np
from scipy import sparse

#: Heijungs & Suh (2002), The Computational Structure of LCA, ch. 2: electricity from fuel, fuel from electricity.
HEIJUNGS_SUH = np.array([[-2.0, 100.0], [10.0, 0.0]])
HEIJUNGS_SUH_DIRECT = np.array([[1.0, 10.0], [0.1, 2.0], [0.0, -50.0]])  # kg CO2, kg SO2, litres of crude oil

#: Miller & Blair (2009), Input-Output Analysis, ch. 2.
MILLER_BLAIR = np.array([[0.15, 0.25], [0.20, 0.05]])


def drawn(size: int, gain: float, seed: int = 0, per_column: int = 4):
    """A random system whose processes take from each other; ``gain`` is what a unit takes in all."""
    rng = np.random.default_rng(seed)
    column = np.repeat(np.arange(size), per_column)
    row = (column + rng.integers(1, size, size * per_column)) % size
    taken = sparse.coo_array((rng.random(size * per_column), (row, column)), shape=(size, size)).tocsc()
    taken = taken @ sparse.diags_array(gain / np.asarray(taken.sum(axis=0)).ravel())
    return sparse.eye_array(size) - taken
