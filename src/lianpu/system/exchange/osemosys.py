"""OSeMOSYS models (otoole csv folders) as planning Systems.

The equations are those of OSeMOSYS's long formulation (Howells et al. 2011; https://github.com/OSeMOSYS): investment at
the start of its year, running cost at mid-year, salvage by sinking fund (DepreciationMethod 1) or straight line (2). A
region becomes a site, a technology of a region a plant, its modes activities, fuels goods, emissions measures. What cannot
be expressed is refused by parameter and file. Storage: ``osemosys_storage.py``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from lianpu.errors import LianpuError
from lianpu.system.exchange.osemosys_storage import Store, storage_tables
from lianpu.system.exchange.otoole import Folder, open_folder
from lianpu.system.planning import Conventions, System
from lianpu.system.planning.columns import Floats

#: Parameters that have no place here unless they are all at their default (which then must say nothing).
_UNUSED = ("TradeRoute",)
_RTY = ("REGION", "TECHNOLOGY", "YEAR")


def read_osemosys(path: Path) -> System:
    """The System of a folder. Raises :class:`LianpuError` naming parameter and file for what cannot be expressed."""
    return _Reader(open_folder(path)).system()


class _Reader:
    """The arrays of a folder, turned into tables."""

    def __init__(self, folder: Folder) -> None:
        self.folder, self.sets = folder, folder.sets
        self.years = tuple(int(y) for y in self.sets["YEAR"])
        self.units = [(r, t) for r in range(len(self.sets["REGION"])) for t in range(len(self.sets["TECHNOLOGY"]))]
        self.split = folder.array("YearSplit", "TIMESLICE", "YEAR").T
        self.output = folder.array("OutputActivityRatio", "REGION", "TECHNOLOGY", "FUEL", "MODE_OF_OPERATION", "YEAR")
        self.input = folder.array("InputActivityRatio", "REGION", "TECHNOLOGY", "FUEL", "MODE_OF_OPERATION", "YEAR")
        self.to_activity = folder.array("CapacityToActivityUnit", "REGION", "TECHNOLOGY")
        self.measures: list[dict[str, Any]] = []
        self.terms: list[dict[str, Any]] = []
        self.limits: list[dict[str, Any]] = []

    def system(self) -> System:
        _refuse(self.folder)
        plants, activities = self._plants(), self._activities()
        for add in (self._activity_limits, self._emissions, self._reserve, self._renewable):
            add()
        stores = storage_tables(self.folder, self._stores(), self.split)
        return System.of(
            name=self.folder.path.name,
            years=self.years,
            spans=[1.0] * len(self.years),  # only the years named are counted
            slices=self.sets["TIMESLICE"],
            weights=self._weights(),
            conventions=Conventions(float(self.folder.array("DiscountRate", "REGION")[0])),
            sites=self._sites(),
            goods=[{"id": f} for f in self.sets["FUEL"]],
            plants=[*plants, *stores.plants],
            activities=[*activities, *({"id": p["id"], "plant": p["id"]} for p in stores.plants)],
            flows=self._flows(),
            demands=self._demands(),
            measures=[*self.measures, *stores.measures],
            terms=[*self.terms, *stores.terms],
            limits=[*self.limits, *stores.limits],
            may_idle=True,
        )

    def _weights(self) -> Floats:
        if np.any(self.split <= 0):
            year, part = np.argwhere(self.split <= 0)[0]
            raise LianpuError(
                f"the time slice {self.sets['TIMESLICE'][part]} has no time in {self.years[year]}",
                file=self.folder.path / "YearSplit.csv", hint="every slice needs a share above 0",
            )  # fmt: skip
        return self.split

    def _sites(self) -> list[dict[str, Any]]:
        rates = self.folder.array("DiscountRate", "REGION")
        methods = self.folder.array("DepreciationMethod", "REGION")
        known = {1.0: "sinking_fund", 2.0: "straight_line"}
        for region, found in zip(self.sets["REGION"], methods, strict=True):
            if found not in known:
                raise LianpuError(
                    f"DepreciationMethod {found:g} of {region}", file=self.folder.path / "DepreciationMethod.csv", hint="1 or 2"
                )
        return [
            {"id": r, "discount_rate": rate, "salvage": known[float(m)]}
            for r, rate, m in zip(self.sets["REGION"], rates, methods, strict=True)
        ]

    def _name(self, region: int, technology: int) -> str:
        name = self.sets["TECHNOLOGY"][technology]
        return name if len(self.sets["REGION"]) == 1 else f"{self.sets['REGION'][region]} {name}"

    def _yearly(self, parameter: str) -> Floats:
        return self.folder.array(parameter, *_RTY)

    def _upper(self, parameter: str, *axes: str) -> Floats:
        """An upper limit; below 0 there is none."""
        found = self.folder.array(parameter, *axes)
        return np.where(found < 0, np.inf, found)

    def _plants(self) -> list[dict[str, Any]]:
        one = {
            "residual": self._yearly("ResidualCapacity"), "capex": self._yearly("CapitalCost") * self._financing(),
            "fixed_cost": self._yearly("FixedCost"), "annual_availability": self._yearly("AvailabilityFactor"),
            "max_build": self._upper("TotalAnnualMaxCapacityInvestment", *_RTY),
            "min_build": self._yearly("TotalAnnualMinCapacityInvestment"),
            "max_capacity": self._upper("TotalAnnualMaxCapacity", *_RTY), "min_capacity": self._yearly("TotalAnnualMinCapacity"),
        }  # fmt: skip
        lump = self._yearly("CapacityOfOneTechnologyUnit")
        factor = self.folder.array("CapacityFactor", "REGION", "TECHNOLOGY", "TIMESLICE", "YEAR")
        life = self.folder.array("OperationalLife", "REGION", "TECHNOLOGY")
        out = []
        for r, t in self.units:
            whole = bool(np.any(lump[r, t] > 0))
            if whole and np.any(lump[r, t] <= 0):
                raise LianpuError(
                    f"CapacityOfOneTechnologyUnit of {self._name(r, t)} is 0 in some years",
                    file=self.folder.path / "CapacityOfOneTechnologyUnit.csv", hint="give it for every year or for none",
                )  # fmt: skip
            out.append(
                {"id": self._name(r, t), "site": self.sets["REGION"][r], "to_activity": self.to_activity[r, t],
                 "lifetime": life[r, t], "availability": factor[r, t].T, "build": "lumps" if whole else "continuous"}
                | ({"lump": lump[r, t]} if whole else {})
                | {name: values[r, t] for name, values in one.items()}
            )  # fmt: skip
        return out

    def _financing(self) -> Floats:
        """Capital recovery at a technology's own rate over its present value, where DiscountRateIdv is given (OSeMOSYS
        since 2020: CapitalRecoveryFactor x PvAnnuity); 1 where it is not."""
        own = self.folder.array("DiscountRateIdv", "REGION", "TECHNOLOGY")
        if not self.folder.rows("DiscountRateIdv"):
            return np.ones((*own.shape, 1))
        rate = np.broadcast_to(self.folder.array("DiscountRate", "REGION")[:, None], own.shape)
        life = self.folder.array("OperationalLife", "REGION", "TECHNOLOGY")
        with np.errstate(invalid="ignore", divide="ignore"):
            recovery = np.where(own == 0, 1 / life, (1 - 1 / (1 + own)) / (1 - (1 + own) ** -life))
            annuity = np.where(rate == 0, life, (1 - (1 + rate) ** -life) * (1 + rate) / rate)
        return np.asarray(recovery * annuity)[:, :, None]

    def _modes(self, r: int, t: int) -> list[tuple[int, str]]:
        """A technology's modes that do or cost anything, with their activities' names."""
        name = self._name(r, t)
        modes = self.sets["MODE_OF_OPERATION"]
        used = np.any(self.output[r, t] != 0, axis=(0, 2)) | np.any(self.input[r, t] != 0, axis=(0, 2))
        found = [m for m in range(len(modes)) if used[m]] or [0]
        return [(m, name if len(found) == 1 else f"{name} mode {modes[m]}") for m in found]

    def _activities(self) -> list[dict[str, Any]]:
        cost = self.folder.array("VariableCost", "REGION", "TECHNOLOGY", "MODE_OF_OPERATION", "YEAR")
        return [
            {"id": name, "plant": self._name(r, t), "variable_cost": cost[r, t, m]}
            for r, t in self.units
            for m, name in self._modes(r, t)
        ]

    def _flows(self) -> list[dict[str, Any]]:
        return [
            {"activity": name, "good": fuel, "amount": sign * ratio[r, t, f, m]}
            for r, t in self.units
            for m, name in self._modes(r, t)
            for sign, ratio in ((1.0, self.output), (-1.0, self.input))
            for f, fuel in enumerate(self.sets["FUEL"])
            if np.any(ratio[r, t, f, m] != 0)
        ]

    def _demands(self) -> list[dict[str, Any]]:
        annual = self.folder.array("SpecifiedAnnualDemand", "REGION", "FUEL", "YEAR")
        shares = self.folder.array("SpecifiedDemandProfile", "REGION", "FUEL", "TIMESLICE", "YEAR")
        whole = self.folder.array("AccumulatedAnnualDemand", "REGION", "FUEL", "YEAR")
        return [
            {"id": f"{fuel} {region}", "good": fuel, "site": region, "amount": annual[r, f][:, None] * shares[r, f].T,
             "year_amount": whole[r, f]}
            for r, region in enumerate(self.sets["REGION"])
            for f, fuel in enumerate(self.sets["FUEL"])
            if np.any(annual[r, f] != 0) or np.any(whole[r, f] != 0)
        ]  # fmt: skip

    def _stores(self) -> list[Store]:
        """Stores that some technology fills or empties."""
        axes = ("REGION", "TECHNOLOGY", "STORAGE", "MODE_OF_OPERATION")
        put, take = (self.folder.array(f"Technology{way}Storage", *axes) for way in ("To", "From"))
        out = []
        for r, region in enumerate(self.sets["REGION"]):
            for k, store in enumerate(self.sets["STORAGE"]):
                flows = [
                    {a: float(way[r, t, k, m]) for q, t in self.units if q == r for m, a in self._modes(r, t) if way[r, t, k, m]}
                    for way in (put, take)
                ]
                if any(flows):
                    name = store if len(self.sets["REGION"]) == 1 else f"{region} {store}"
                    out.append(Store(r, k, name, region, *flows))
        return out

    def _measure(self, name: str, kind: str = "", price: Any = 0.0) -> str:
        self.measures.append({"id": name, "kind": kind, "price": price})
        return name

    def _limit(self, name: str, measure: str, per: str, sense: str, bound: Any) -> None:
        if np.any(np.isfinite(bound)):
            self.limits.append({"id": name, "measure": measure, "per": per, "sense": sense, "bound": bound})

    def _activity_limits(self) -> None:
        rt = ("REGION", "TECHNOLOGY")
        name = "TotalTechnologyAnnualActivity{}Limit", "TotalTechnologyModelPeriodActivity{}Limit"
        for parameter, per, axes in ((name[0], "year", _RTY), (name[1], "all", rt)):
            upper, lower = self._upper(parameter.format("Upper"), *axes), self.folder.array(parameter.format("Lower"), *axes)
            for r, t in self.units:
                bounds = (("<=", upper[r, t], np.isfinite(upper[r, t])), (">=", lower[r, t], lower[r, t] > 0))
                if not any(np.any(there) for _, _, there in bounds):
                    continue
                plant = self._name(r, t)
                measure = self._measure(f"activity of {plant} per {per}")
                self.terms += [{"measure": measure, "of": "run", "item": a} for _, a in self._modes(r, t)]
                for sense, bound, there in bounds:
                    if np.any(there):
                        which = parameter.format("Upper" if sense == "<=" else "Lower")
                        self._limit(f"{which} {plant}", measure, per, sense, bound)

    def _emissions(self) -> None:
        if not self.sets["EMISSION"]:
            return
        ratio = self.folder.array("EmissionActivityRatio", "REGION", "TECHNOLOGY", "EMISSION", "MODE_OF_OPERATION", "YEAR")
        penalty = self.folder.array("EmissionsPenalty", "REGION", "EMISSION", "YEAR")
        yearly = self._upper("AnnualEmissionLimit", "REGION", "EMISSION", "YEAR")
        yearly = yearly - self.folder.array("AnnualExogenousEmission", "REGION", "EMISSION", "YEAR")
        whole = self._upper("ModelPeriodEmissionLimit", "REGION", "EMISSION")
        whole = whole - self.folder.array("ModelPeriodExogenousEmission", "REGION", "EMISSION")
        for r, region in enumerate(self.sets["REGION"]):
            for e, emission in enumerate(self.sets["EMISSION"]):
                name = emission if len(self.sets["REGION"]) == 1 else f"{region} {emission}"
                self._measure(name, "emission", penalty[r, e])
                self.terms += [
                    {"measure": name, "of": "run", "item": a, "amount": ratio[r, t, e, m]}
                    for q, t in self.units
                    if q == r
                    for m, a in self._modes(r, t)
                    if np.any(ratio[r, t, e, m] != 0)
                ]
                self._limit(f"AnnualEmissionLimit {name}", name, "year", "<=", yearly[r, e])
                self._limit(f"ModelPeriodEmissionLimit {name}", name, "all", "<=", whole[r, e])

    def _reserve(self) -> None:
        """Capacity that counts >= margin x production of tagged fuels in every slice (per time of the slice)."""
        margin = self.folder.array("ReserveMargin", "REGION", "YEAR")
        fuels = self.folder.array("ReserveMarginTagFuel", "REGION", "FUEL", "YEAR")
        counts = self._yearly("ReserveMarginTagTechnology")
        for r, region in enumerate(self.sets["REGION"]):
            if not np.any(margin[r] * fuels[r] > 0):
                continue
            name = self._measure(f"reserve of {region}")
            self.terms += [
                {"measure": name, "of": "capacity", "item": self._name(r, t), "amount": counts[r, t] * self.to_activity[r, t]}
                for q, t in self.units
                if q == r and np.any(counts[r, t] != 0)
            ]
            self._production(name, r, -margin[r][:, None] / self.split, fuels[r])
            self._limit(f"ReserveMargin {region}", name, "slice", ">=", 0.0)

    def _production(self, measure: str, r: int, factor: Floats, tags: Floats) -> None:
        """Terms of production of tagged fuels: factor x tag x output ratio."""
        for q, t in self.units:
            for m, activity in self._modes(q, t) if q == r else ():
                made = (self.output[r, t, :, m] * tags).sum(axis=0)
                if np.any(made != 0):
                    self.terms.append({"measure": measure, "of": "run", "item": activity, "amount": made[:, None] * factor})

    def _renewable(self) -> None:
        """Production by tagged technologies >= target x production of tagged fuels, in every year."""
        target = self.folder.array("REMinProductionTarget", "REGION", "YEAR")
        fuels = self.folder.array("RETagFuel", "REGION", "FUEL", "YEAR")
        tags = self._yearly("RETagTechnology")
        for r, region in enumerate(self.sets["REGION"]):
            if not np.any(target[r] > 0):
                continue
            name = self._measure(f"renewable share of {region}")
            for q, t in self.units:
                for m, activity in self._modes(q, t) if q == r else ():
                    made = self.output[r, t, :, m].sum(axis=0) * tags[r, t]
                    if np.any(made != 0):
                        self.terms.append({"measure": name, "of": "run", "item": activity, "amount": made})
            self._production(name, r, -target[r][:, None], fuels[r])
            self._limit(f"REMinProductionTarget {region}", name, "year", ">=", 0.0)


def _refuse(folder: Folder) -> None:
    for parameter in _UNUSED:
        if any(_nonzero(row.get("VALUE", "")) for row in folder.rows(parameter)):
            raise LianpuError(
                f"{parameter} cannot be expressed yet",
                file=folder.path / f"{parameter}.csv",
                hint="leave its rows out",
            )
    known = {p.stem for p in folder.path.glob("*.csv")}
    for name in sorted(known - _KNOWN):
        if folder.rows(name):
            raise LianpuError(f"unknown parameter {name}", file=folder.path / f"{name}.csv", hint="remove the file, or its rows")


def _nonzero(text: str) -> bool:
    try:
        return float(text) != 0
    except ValueError:
        return True


#: Parameters that are read.
_STORAGE = frozenset(
    "StorageLevelStart ResidualStorageCapacity StorageMaxChargeRate StorageMaxDischargeRate MinStorageCharge "
    "OperationalLifeStorage TechnologyToStorage TechnologyFromStorage DiscountRateStorage CapitalCostStorage "
    "DaySplit DaysInDayType Conversionls Conversionld Conversionlh".split()
)
_KNOWN = _STORAGE | frozenset(
    "REGION TECHNOLOGY FUEL EMISSION STORAGE TIMESLICE MODE_OF_OPERATION YEAR SEASON DAYTYPE DAILYTIMEBRACKET defaults "
    "DiscountRate DiscountRateIdv DepreciationMethod YearSplit CapacityToActivityUnit CapacityFactor AvailabilityFactor "
    "OperationalLife ResidualCapacity InputActivityRatio OutputActivityRatio SpecifiedAnnualDemand SpecifiedDemandProfile "
    "AccumulatedAnnualDemand CapitalCost FixedCost VariableCost TotalAnnualMaxCapacity TotalAnnualMinCapacity "
    "TotalAnnualMaxCapacityInvestment TotalAnnualMinCapacityInvestment CapacityOfOneTechnologyUnit "
    "TotalTechnologyAnnualActivityUpperLimit TotalTechnologyAnnualActivityLowerLimit "
    "TotalTechnologyModelPeriodActivityUpperLimit TotalTechnologyModelPeriodActivityLowerLimit "
    "ReserveMargin ReserveMarginTagFuel ReserveMarginTagTechnology RETagFuel RETagTechnology REMinProductionTarget "
    "EmissionActivityRatio EmissionsPenalty AnnualEmissionLimit AnnualExogenousEmission ModelPeriodEmissionLimit "
    "ModelPeriodExogenousEmission TradeRoute".split()
)
