"""OSeMOSYS storage, left out of the plan and proven not to bind.

Without its storage equations a model is only freer; if its solution keeps the levels and rates of every store, it is the
solution of the whole. The test is sufficient whatever the order of seasons and hours: in a year a level can fall at most by
all that is taken out and rise at most by all that is put in.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from lianpu.errors import LianpuError
from lianpu.system.exchange.otoole import Folder, open_folder
from lianpu.system.planning.columns import Floats

_SLACK = 1e-6  # relative to the store's size: the solver's own tolerance


def check_storage(path: Path, runs: Mapping[str, Floats]) -> tuple[str, ...]:
    """Names of the stores that were left out and are proven not to bind.

    ``runs`` are years x slices of every activity, by name. Raises :class:`LianpuError` for a store that may bind.
    """
    folder = open_folder(path)
    several = len(folder.sets["REGION"]) > 1
    put, take = (
        folder.array(f"Technology{way}Storage", "REGION", "TECHNOLOGY", "STORAGE", "MODE_OF_OPERATION") for way in ("To", "From")
    )
    split = folder.array("YearSplit", "TIMESLICE", "YEAR").T
    proven = []
    for r, region in enumerate(folder.sets["REGION"]):
        for s, store in enumerate(folder.sets["STORAGE"]):
            flows = []
            for way in (put, take):
                flow = np.zeros_like(split)
                for t, m in np.argwhere(way[r, :, s] != 0):
                    technology = folder.sets["TECHNOLOGY"][t]
                    name = f"{region} {technology}" if several else technology
                    mode = f"{name} mode {folder.sets['MODE_OF_OPERATION'][m]}"
                    flow = flow + way[r, t, s, m] * runs.get(mode, runs.get(name, np.zeros_like(split)))
                flows.append(flow)
            if np.any(put[r, :, s] != 0) or np.any(take[r, :, s] != 0):
                _hold(folder, r, s, flows[0], flows[1], split)
                proven.append(store)
    return tuple(proven)


def _hold(folder: Folder, r: int, s: int, put: Floats, take: Floats, split: Floats) -> None:
    rs = ("REGION", "STORAGE")
    size = folder.array("ResidualStorageCapacity", *rs, "YEAR")[r, s]
    least = folder.array("MinStorageCharge", *rs, "YEAR")[r, s] * size
    start = folder.array("StorageLevelStart", *rs)[r, s]
    net = (put - take).sum(axis=1)
    before = start + np.cumsum(net) - net
    slack = _SLACK * (1 + size)
    broken = {
        "StorageLevelStart": before - take.sum(axis=1) < least - slack,
        "ResidualStorageCapacity": before + put.sum(axis=1) > size + slack,
        "StorageMaxChargeRate": (put / split).max(axis=1) > folder.array("StorageMaxChargeRate", *rs)[r, s] + slack,
        "StorageMaxDischargeRate": (take / split).max(axis=1) > folder.array("StorageMaxDischargeRate", *rs)[r, s] + slack,
    }
    for parameter, years in broken.items():
        if np.any(years):
            raise LianpuError(
                f"the storage {folder.sets['STORAGE'][s]} may bind in {folder.sets['YEAR'][int(np.argmax(years))]} "
                f"({parameter}); storage that binds cannot be expressed yet",
                file=folder.path / "TechnologyFromStorage.csv", hint="leave the store out of TechnologyTo- and FromStorage",
            )  # fmt: skip
