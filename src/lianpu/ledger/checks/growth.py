"""Growth x level against level: 71.6 x 3.5532 = 254.4, chains of years, and average growth over several."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from lianpu.ledger.checks.material import LEVELS, Material, Series, grouped, is_present, period_of, series_of
from lianpu.ledger.derive import Derived, derived, disagreement, symbol
from lianpu.ledger.facts import Fact, ids
from lianpu.ledger.findings import Finding, Severity
from lianpu.ledger.periods import first_day, last_day
from lianpu.ledger.printed import Printed
from lianpu.ledger.rows import IMPORTED
from lianpu.reading.claims import DateSpan

#: Growth of these is told at constant prices, while their levels are told at those of the year.
REAL = frozenset({"value_added"})
#: How far, in points, growth at constant prices and at those of the year may lie apart: yearly price changes of
#: China's industry 2012–2024 lay between -5 and +8 % (producer prices, NBS).
PRICE_POINTS = 0.08
#: How far a level may lie off the even path between two others before it is asked about.
OFF_PATH = 0.2
#: Growth, in points above the average of the years, that is asked about.
OUT_OF_LINE = 0.4
_AVERAGE = re.compile(r"年均|平均|复合|average annual|per year on average|a year on average|CAGR", re.IGNORECASE)
_NOT_YEARLY = re.compile(
    r"环比|比上月|比上季|两年平均|累计增长|[一二三四五六七八九十两\d]年(?:来|间|内)?增|month[- ]on[- ]month"
    r"|quarter[- ]on[- ]quarter",
    re.IGNORECASE,
)
_BASE_YEAR = re.compile(r"比\s*(\d{4})\s*年(?!同期)|(?:compared with|over) (\d{4})")
#: How near in the text the level stands whose growth is told without naming it.
ADJACENT = 40


@dataclass(frozen=True, slots=True)
class Growth:
    """A growth with the series that it is of, the period it ends with and the one it starts from."""

    fact: Fact
    series: Series
    then: tuple[date, date]
    before: tuple[date, date]


def growth_against_levels(material: Material) -> Iterator[Derived | Finding]:
    """Level of the year before x (1 + growth) against the level of the year."""
    for fact in material.of_kind("growth"):
        if fact.figure is not None and fact.figure.high < -1:
            yield Finding("fall_of_more_than_all", Severity.ERROR, (fact.id,), fact.figure.value, "1", -1.0, None)
    for growth in _yearly(material):
        levels = [f for f in material.series.get(growth.series, ()) if _comparable(f, growth.fact)]
        before = _at(levels, growth.before)
        after = _at(levels, growth.then)
        yield from _grown(growth, before, after)


def average_growth(material: Material) -> Iterator[Derived | Finding]:
    """Average growth over years against the levels at both ends, and against a target at the end."""
    for fact in material.of_kind("growth"):
        levels = material.series.get(series_of(fact, fact.of), [])
        ends = _years(fact) or _from_first(fact, levels)
        if ends is None or fact.figure is None or not _is_average(fact):
            continue
        if fact.claim.modality == "observed":
            yield from _average(fact, ends, [f for f in levels if is_present(f)])
        else:
            yield from _aimed(fact, ends, levels)


def levels_off_path(material: Material) -> Iterator[Derived | Finding]:
    """A level far off the even path between two other levels whose average growth is told."""
    for fact in material.of_kind("growth"):
        ends = _years(fact)
        if ends is None or not _is_average(fact):
            continue
        levels = [f for f in material.series.get(series_of(fact, fact.of), ()) if is_present(f) and _yearly_level(f)]
        first, last = (_of_year(levels, year) for year in ends)
        if not first or not last:
            continue
        yearly = (last[0].measured.value / first[0].measured.value) ** (1 / (ends[1] - ends[0]))
        for level in levels:
            if ends[0] < (level.year or 0) < ends[1]:
                path = first[0].measured.value * yearly ** ((level.year or 0) - ends[0])
                if abs(level.measured.value / path - 1) > OFF_PATH:
                    claims = ids((level, first[0], last[0], fact))
                    low, high = path * (1 - OFF_PATH), path * (1 + OFF_PATH)
                    yield Finding("level_off_path", Severity.DOUBT, claims, path, symbol(level), low, high)


def _yearly(material: Material) -> Iterator[Growth]:
    for fact in material.of_kind("growth"):
        text = f"{fact.claim.product or ''} {fact.claim.quote}"
        if fact.figure is None or _is_average(fact) or _NOT_YEARLY.search(text):
            continue
        found = _told_series(fact, material)
        if found is None:
            continue
        series, start, end = found
        base = _BASE_YEAR.search(text)
        years = end.year - int(base[1] or base[2]) if base else 1
        whole_years = base is None or (end - start).days > 360
        if years > 0 and whole_years:
            yield Growth(fact, series, (start, end), (_years_back(start, years), _years_back(end, years)))


def _told_series(fact: Fact, material: Material) -> tuple[Series, date, date] | None:
    """What grew: as its words say, else the figure that stands just before it in the text."""
    if fact.of in LEVELS and fact.start and fact.end and series_of(fact, fact.of) in material.series:
        return series_of(fact, fact.of), fact.start, fact.end
    level = told_before(fact, material)
    if level is not None and level.start and level.end and fact.of in ("", level.kind):
        return series_of(level), level.start, level.end
    return None


def told_before(fact: Fact, material: Material) -> Fact | None:
    """The figure that a growth or share without a name of its own is told of: the one just before it in a text."""
    if fact.kept.document.kind == IMPORTED:
        return None
    facts = material.in_document[fact.document]
    at = facts.index(fact)
    near = facts[max(0, at - 2) : at + 3]
    if any(other.kind == fact.kind and other is not fact and _overlap(other, fact) for other in near):
        return None  # several in one clause (分别增长): whose each is, is not said
    for other in reversed(facts[max(0, at - 2) : at]):
        gap = fact.claim.clean_span[0] - other.claim.clean_span[1]
        if 0 <= gap <= ADJACENT and other.place == fact.place and other.kind in LEVELS and other.figure is not None:
            return other
    return None


def _overlap(one: Fact, other: Fact) -> bool:
    (start, end), (other_start, other_end) = one.claim.clean_span, other.claim.clean_span
    return start < other_end and other_start < end


def _grown(growth: Growth, before: Sequence[Fact], after: Sequence[Fact]) -> Iterator[Derived | Finding]:
    assert growth.fact.figure is not None
    factor = _plus_one(growth.fact.figure)
    if factor.low <= 0:
        return
    for level in _distinct(before):
        figure = level.measured.times(factor)
        agreeing = [f for f in after if f.measured.meets(figure)]
        parents = (level, growth.fact)
        period = _span(growth.then)
        yield derived("growth", figure, symbol(level), parents, level, period=period, confirmed=agreeing)
        for group in _by_value(after):
            if not group[0].measured.meets(figure):
                yield _not_grown(growth, level, group, figure)
    if not before:
        for level in _distinct(after):
            figure = level.measured.over(factor)
            yield derived("growth_back", figure, symbol(level), (level, growth.fact), level, period=_span(growth.before))


def _not_grown(growth: Growth, level: Fact, stated: Sequence[Fact], figure: Printed) -> Finding:
    implied = stated[0].measured.value / level.measured.value - 1 if level.measured.value else 0.0
    told = growth.fact.measured.value
    of_prices = level.kind in REAL and abs(implied - told) <= PRICE_POINTS
    code = "real_or_nominal" if of_prices else "growth_against_levels"
    severity = Severity.NOTE if of_prices else Severity.DOUBT
    return disagreement(code, stated, figure, symbol(level), (level, growth.fact), severity)


def _average(fact: Fact, ends: tuple[int, int], levels: Sequence[Fact]) -> Iterator[Derived | Finding]:
    years = ends[1] - ends[0]
    first, last = (_of_year(levels, year) for year in ends)
    for one in _distinct(first):
        for other in _distinct(last):
            ratio = other.measured.over(one.measured)
            if ratio.low <= 0 or years <= 0:
                continue
            yearly = Printed(*(end ** (1 / years) - 1 for end in (ratio.low, ratio.value, ratio.high)))
            agrees = fact.measured.meets(yearly)
            confirmed = (fact,) if agrees else ()
            yield derived("average_growth", yearly, "1", (one, other), fact, confirmed=confirmed)
            if not agrees:
                gap = abs(yearly.value - fact.measured.value)
                of_prices = one.kind in REAL and gap <= PRICE_POINTS
                severity = Severity.NOTE if of_prices else Severity.DOUBT
                code = "average_real_or_nominal" if of_prices else "average_growth"
                yield disagreement(code, (fact,), yearly, "1", (one, other), severity)


def _aimed(fact: Fact, ends: tuple[int, int], levels: Sequence[Fact]) -> Iterator[Derived | Finding]:
    """Whether the growth aimed at reaches the level aimed at: five-year plans count from the year before."""
    aims = [f for f in _of_year(levels, ends[1]) if f.claim.modality in ("target", "planned")]
    for start in (ends[0] - 1, ends[0]):
        bases = [f for f in _of_year(levels, start) if is_present(f)]
        if not bases or not aims:
            continue
        base, growth = bases[0], fact.measured
        reached = base.measured.value * (1 + growth.value) ** (ends[1] - start)
        figure = Printed(reached, reached, reached)
        yield derived("target_path", figure, symbol(base), (base, fact), aims[0])
        if reached < aims[0].measured.value - aims[0].measured.half:
            claims = ids((aims[0], fact, base))
            yield Finding("target_path", Severity.NOTE, claims, reached, symbol(base), None, aims[0].measured.value)
        return


def growth_out_of_line(material: Material) -> Iterator[Derived | Finding]:
    """Growth of one period many times the average growth of the same thing over the years up to it."""
    growths = [f for f in material.of_kind("growth") if f.figure and is_present(f) and f.of in LEVELS]
    for group in grouped(growths, lambda f: (f.of, f.good, f.tokens, f.owner, f.place)).values():
        averages = [f for f in group if _is_average(f)]
        for fact in (f for f in group if not _is_average(f)):
            for average in averages:
                if _follows(fact, average) and fact.measured.value - average.measured.value > OUT_OF_LINE:
                    low, high = average.measured.value - OUT_OF_LINE, average.measured.value + OUT_OF_LINE
                    claims = ids((fact, average))
                    yield Finding("growth_out_of_line", Severity.NOTE, claims, fact.measured.value, "1", low, high)


def _follows(fact: Fact, average: Fact) -> bool:
    """In the years of the average, or in the two after them."""
    if fact.end is None or average.start is None or average.end is None:
        return False
    return average.start <= fact.end and fact.end.year <= average.end.year + 2


def _is_average(fact: Fact) -> bool:
    years = _years(fact)  # of one year, "% a year" is the growth of that year
    told = _AVERAGE.search(f"{fact.claim.product or ''} {fact.claim.quote}")
    return told is not None or years is not None


def _years(fact: Fact) -> tuple[int, int] | None:
    """The first and last year of a growth over whole years; None for another period."""
    if fact.start is None or fact.end is None or fact.of not in LEVELS:
        return None
    return (fact.start.year, fact.end.year) if fact.end.year > fact.start.year else None


def _from_first(fact: Fact, levels: Sequence[Fact]) -> tuple[int, int] | None:
    """An average told with its last year alone: from the first year of which its text tells the level."""
    told = [f.year for f in levels if f.document == fact.document and f.year and _yearly_level(f)]
    if not told or fact.end is None or fact.of not in LEVELS or min(told) >= fact.end.year:
        return None
    return min(told), fact.end.year


def _yearly_level(fact: Fact) -> bool:
    return bool(fact.start and fact.end and (fact.end - fact.start).days > 360 and fact.start.year == fact.end.year)


def _of_year(levels: Sequence[Fact], year: int) -> list[Fact]:
    return [f for f in levels if _yearly_level(f) and f.year == year]


def _comparable(level: Fact, growth: Fact) -> bool:
    return is_present(level) or level.claim.modality == growth.claim.modality


def _at(levels: Sequence[Fact], period: tuple[date, date]) -> list[Fact]:
    return [f for f in levels if period_of(f) == period]


def _years_back(day: date, years: int) -> date:
    """The same day of an earlier year; the last of February for itself."""
    if (day + timedelta(days=1)).day == 1:
        return last_day(f"{day.year - years}-{day.month:02d}")
    return day.replace(year=day.year - years)


def _span(period: tuple[date, date]) -> DateSpan:
    start, end = period
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return DateSpan(str(start.year), str(end.year))
    if start == first_day(f"{start:%Y-%m}") and end == last_day(f"{end:%Y-%m}"):
        return DateSpan(f"{start:%Y-%m}", f"{end:%Y-%m}")
    return DateSpan(start.isoformat(), end.isoformat())


def _plus_one(figure: Printed) -> Printed:
    return Printed(1 + figure.low, 1 + figure.value, 1 + figure.high, figure.step)


def _by_value(facts: Sequence[Fact]) -> list[list[Fact]]:
    """The facts that say one figure together."""
    groups: dict[float, list[Fact]] = {}
    for fact in facts:
        groups.setdefault(round(fact.measured.value, 9), []).append(fact)
    return list(groups.values())


def _distinct(facts: Sequence[Fact]) -> list[Fact]:
    return [group[0] for group in _by_value(facts)]
