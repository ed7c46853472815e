"""Footprints and declarations as tables: products, kinds of emission, contributions, paths, months, plants, CBAM, battery."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from lianpu.engine.declarations.battery import BatteryFootprint, Stage
from lianpu.engine.declarations.sheets import CbamYear, Declaration
from lianpu.engine.footprint.contributions import Path
from lianpu.engine.footprint.electricity import Electricity
from lianpu.engine.footprint.footprints import ProductFootprint, Told
from lianpu.engine.footprint.grid import ByMonth
from lianpu.engine.footprint.products import Part, ProductSystem
from lianpu.engine.footprint.region import RegionFootprint
from lianpu.library.load import Library
from lianpu.units import Range
from lianpu.views.numbers import amount, percent
from lianpu.views.table import Cell, Table, column
from lianpu.views.wording import good_name, listed, t

#: Footprints are shown per unit that people use: kg per kg, per kWp, per kWh of product.
SHOWN = {"t": ("t", 1.0), "MWp": ("kWp", 1e-3), "MWh_cell": ("kWh_cell", 1e-3)}


def product_tables(found: Sequence[ProductFootprint], library: Library, lang: str) -> Iterator[Table]:
    """A row for each product; for one product also kinds of emission and contributions with each electricity."""
    first = found[0]
    keys = ["product", "by_location", *(["by_market"] if len(first.told) > 1 else [])]
    keys += ["likely_range"] if first.told[0].likely else []
    title = t("footprint.title", lang, year=first.year, allocation=t(f"allocation.{first.allocation}", lang))
    lacking = tuple(dict.fromkeys(good for f in found for good in f.lacking))
    notes = [electricity_words(told.electricity, lang) for told in first.told] + [t("footprint.note", lang)]
    if lacking:
        notes.append(t("footprint.lacking", lang, goods=listed((good_name(g, library, lang) for g in lacking), lang)))
    keys += ["kwh_used", "energy_used", "water_used"]
    rows = tuple(_product(f, library, lang) for f in found)
    yield Table("footprints", title, tuple(column(key, lang) for key in keys), rows, "\n".join(notes))
    if len(found) == 1:
        yield _parts(first, library, lang)
        for told in first.told:
            yield _contributions(first, told, library, lang)


def path_table(
    system: ProductSystem, found: Sequence[Path], good: str, unit: str, cutoff: float, lang: str
) -> Table:  # fmt: skip
    """Chains of products from the one asked for to the step that emits."""
    name = good_name(good, system.library, lang)
    rows = tuple(
        {
            "path": " ← ".join(good_name(system.goods[i], system.library, lang) for i in path.products),
            "emitted": _kg(path.value, unit, lang), "part_of_total": percent(path.share or 0.0, lang),
        }
        for path in found
    )  # fmt: skip
    title = t("footprint.paths", lang, good=name, cutoff=percent(cutoff, lang))
    return Table("paths", title, tuple(column(key, lang) for key in ("path", "emitted", "part_of_total")), rows)


def month_tables(found: ByMonth, library: Library, lang: str) -> tuple[Table, ...]:
    """A product in each month, and what the calibration says of other years."""
    calibration = found.calibration
    title = t(
        "footprint.months", lang, good=good_name(found.good, library, lang), place=calibration.region,
        calibrated=calibration.year, fleet=f"{calibration.fleet:.3f}",
    )  # fmt: skip
    months = tuple(
        {
            "month": f"{m.year}-{m.first_month:02d}" + (f"..{m.last_month:02d}" if m.last_month > m.first_month else ""),
            "grid_factor": f"{m.factor:.3f}", "emitted": _kg(value, found.unit, lang),
        }
        for m, value in found.months
    )  # fmt: skip
    tests = tuple(
        {
            "year": str(test.year), "grid_factor": f"{test.factor:.4f}",
            "official": f"{test.official.typical:g}" if test.official else "–",
            "off_by": f"{test.error:+.1%}" if test.error is not None else "–",
            "lacking_series": ", ".join(series.removesuffix("_generation") for series in test.lacking) or "–",
        }
        for test in calibration.tests
    )  # fmt: skip
    return (
        Table("months", title, tuple(column(key, lang) for key in ("month", "grid_factor", "emitted")), months),
        Table(
            "tests", t("footprint.tests", lang),
            tuple(column(key, lang) for key in ("year", "grid_factor", "official", "off_by", "lacking_series")), tests,
        ),
    )  # fmt: skip


def plant_table(found: RegionFootprint, library: Library, lang: str) -> Table:
    """Every plant at full capacity, with the claims and library rows that it rests on."""
    title = t(
        "footprint.plants", lang, region=found.region or "–", scenario=t(f"scenario.{found.scenario}", lang), year=found.year,
        grid=found.grid,
    )  # fmt: skip
    rows: tuple[Mapping[str, Cell], ...] = tuple(
        {
            "product": good_name(p.plant.good, library, lang), "owner": p.plant.owner or "–",
            "full_capacity": amount(p.capacity, f"{library.goods[p.plant.good].unit.symbol}/a", lang),
            "by_location": _kg(p.per_unit.told[0].total, p.per_unit.unit, lang),
            "by_market": _kg(p.per_unit.told[1].total, p.per_unit.unit, lang),
            "yearly_total": amount(p.yearly, "tCO2e", lang), "own_direct": amount(p.direct, "tCO2e", lang),
            "kwh_year": amount(p.kwh, "kWh", lang), "claims": p.claims, "rows": p.per_unit.rows,
        }
        for p in found.plants
    )  # fmt: skip
    keys = ("product", "owner", "full_capacity", "by_location", "by_market", "yearly_total", "own_direct", "kwh_year")
    notes = [electricity_words(told.electricity, lang) for told in found.plants[0].per_unit.told]
    bought = listed((good_name(g, library, lang) for g in found.bought), lang)
    notes += [t("footprint.bought", lang, goods=bought), t("footprint.not_added", lang), t("footprint.note", lang)]
    if found.left_out:
        notes.append(t("footprint.left_out", lang, plants=listed(found.left_out, lang)))
    columns = (*(column(k, lang) for k in keys), column("claims", lang, "claims"), column("rows", lang, "rows"))
    return Table("plants", title, columns, rows, "\n".join(notes))


def declaration_table(found: Declaration, price: float, library: Library, lang: str) -> Table:
    """A declaration of a good: its years of CBAM, or its stages."""
    if found.battery is not None:
        return battery_table(found.battery, found.good, found.electricity, library, lang)
    return cbam_table(found.cbam, found.good, price, library, lang)


def cbam_table(found: Sequence[CbamYear], good: str, price: float, library: Library, lang: str) -> Table:
    """Years of import: what is owed by default and by actual values."""
    rows: tuple[Mapping[str, Cell], ...] = tuple(
        {
            "year": str(y.year), "payable_share": percent(y.payable_share, lang), "markup": percent(y.markup, lang),
            "benchmark": f"{y.benchmark:g}" + ("*" if y.provisional else ""),
            "default_cost": f"{y.default.cost:,.2f} EUR", "actual_cost": f"{y.actual.cost:,.2f} EUR", "rows": y.rows,
        }
        for y in found
    )  # fmt: skip
    keys = ("year", "payable_share", "markup", "benchmark", "default_cost", "actual_cost")
    statuses = listed(dict.fromkeys(t(f"rule_status.{s}", lang) for y in found for s in y.statuses), lang)
    note = t("cbam.note", lang, actual=f"{found[0].actual.charged:.3f}", statuses=statuses)
    title = t("cbam.title", lang, good=good_name(good, library, lang), price=f"{price:g}")
    return Table("cbam", title, (*(column(k, lang) for k in keys), column("rows", lang, "rows")), rows, note)


def battery_table(found: BatteryFootprint, good: str, electricity: Electricity, library: Library, lang: str) -> Table:
    """The four stages; one without a number is named."""
    rows: list[Mapping[str, Cell]] = [
        {
            "stage_name": t(f"battery.{stage}", lang),
            "emitted": f"{found.stages[stage]:.1f}" if stage in found.stages else t("battery.unknown", lang),
            "part_of_total": percent(found.share(stage), lang) if stage in found.stages else "–",
        }
        for stage in Stage
    ]
    rows.append({"stage_name": t("battery.total", lang), "emitted": f"{found.total:.1f}", "part_of_total": percent(1.0, lang)})
    title = t("battery.title", lang, good=good_name(good, library, lang), electricity=electricity_words(electricity, lang))
    return Table("battery", title, tuple(column(k, lang) for k in ("stage_name", "emitted", "part_of_total")), tuple(rows))


def electricity_words(e: Electricity, lang: str) -> str:
    """Which electricity, with its factor, year and scope."""
    factor = f"{e.factor.typical:.4g}"
    if e.kind == "counterfactual":
        return t("footprint.counterfactual", lang, factor=factor)
    if e.kind == "market":
        return t("footprint.market", lang, contract=percent(e.contract, lang), factor=factor)
    place = t(f"place.{e.place}", lang) if e.place == "china" else e.place
    return t("footprint.location", lang, place=place, factor=factor, year=e.year, scope=t(f"scope.{e.scope}", lang))


def _product(f: ProductFootprint, library: Library, lang: str) -> dict[str, Cell]:
    row: dict[str, Cell] = {
        "product": good_name(f.good, library, lang),
        "kwh_used": _per(f.kwh, "kWh", f.unit, lang), "energy_used": _per(f.energy_mj, "MJ", f.unit, lang),
        "water_used": _per(f.water_m3, "m3", f.unit, lang), "by_location": _kg(f.told[0].total, f.unit, lang),
    }  # fmt: skip
    if len(f.told) > 1:
        row["by_market"] = _kg(f.told[1].total, f.unit, lang)
    if f.told[0].likely:
        low, middle, high = f.told[0].likely
        row["likely_range"] = _kg(Range(low, middle, high), f.unit, lang)
    return row


def _parts(f: ProductFootprint, library: Library, lang: str) -> Table:
    keys = ("by_location", "by_market")[: len(f.told)]
    rows = tuple(
        {
            "part_name": t(f"part.{part}", lang),
            **{key: _kg(told.parts[part], f.unit, lang) for key, told in zip(keys, f.told, strict=True)},
        }
        for part in Part
    )
    title = t("footprint.parts", lang, good=good_name(f.good, library, lang))
    return Table("parts", title, tuple(column(key, lang) for key in ("part_name", *keys)), rows)


def _contributions(f: ProductFootprint, told: Told, library: Library, lang: str) -> Table:
    rows: list[Mapping[str, Cell]] = [
        {
            "step": good_name(c.good, library, lang), "way": _way(c.ways, library, lang), "emitted": _kg(c.value, f.unit, lang),
            "of_which_power": _kg(c.electricity, f.unit, lang), "part_of_total": percent(c.share, lang), "rows": c.rows,
        }
        for c in told.contributions
    ]  # fmt: skip
    whole = told.total.typical
    rest: dict[str, Cell] = {
        "step": t("footprint.remainder", lang), "way": "", "emitted": _kg(told.remainder, f.unit, lang), "of_which_power": "",
        "part_of_total": percent(told.remainder / whole if whole else 0.0, lang), "rows": (),
    }  # fmt: skip
    words = electricity_words(told.electricity, lang)
    title = t("footprint.contributions", lang, good=good_name(f.good, library, lang), electricity=words)
    keys = ("step", "way", "emitted", "of_which_power", "part_of_total")
    columns = (*(column(k, lang) for k in keys), column("rows", lang, "rows"))
    return Table("contributions", title, columns, (*rows, rest))


def _way(ways: Iterable[tuple[str, float]], library: Library, lang: str) -> str:
    names = []
    for way, share in ways:
        technology = library.technologies.get(way)
        name = t("part.bought", lang) if technology is None else (technology.zh if lang == "zh" else technology.en)
        names.append(name if share == 1 else f"{name} {percent(share, lang)}")
    return listed(names, lang)


def _kg(value: Range | float, unit: str, lang: str) -> str:
    """kg CO2e per the unit that people use; tonnes per tonne."""
    shown, factor = SHOWN.get(unit, (unit, 1.0))
    if unit == "t":
        return f"{amount(value * 1e-3, 'tCO2e', lang)}/t"
    return f"{amount(value * factor, 'kgCO2e', lang)}/{shown.removesuffix('_cell')}"


def _per(value: Range, what: str, unit: str, lang: str) -> str:
    shown, factor = SHOWN.get(unit, (unit, 1.0))
    return f"{amount(value * factor, what, lang)}/{shown.removesuffix('_cell')}"
