"""The report: one self-contained page that reads without a network, and without script."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from lianpu.engine.figures import Figure, Term, trace
from lianpu.engine.findings import Finding, headlines
from lianpu.engine.output_value import ValuePoint
from lianpu.library.tables import Row
from lianpu.system.model import Scenario, StatusClass
from lianpu.units import Range
from lianpu.views import charts
from lianpu.views.answer_tables import goods_table, power_table, ratios_table, remark, value_table
from lianpu.views.chainmap import chain_map, color_of, hatch, legend
from lianpu.views.dossier import Dossier, Evidence
from lianpu.views.evidence_tables import (
    claim_quantity,
    documents_table,
    provenance_table,
    set_aside_table,
    used_rows,
)
from lianpu.views.labels import label
from lianpu.views.numbers import amount, percent, plain, span, times
from lianpu.views.sentences import Headline, dating_sentence, headline
from lianpu.views.stages import ChainView, StageState, StageView, chain_views, stage_takes
from lianpu.views.table import Cell, Column, Table, cell_text
from lianpu.views.why import figure_name, shown, term_name
from lianpu.views.wording import chain_name, region_name, source_words, spec_words, stage_name, t

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

MULTIPLE = 1.5
_CALCULATED = ("balance", "stages", "power", "value", "ratios", "figures")


def render_report(dossier: Dossier, lang: str) -> str:
    """The page as one HTML text; the same dossier gives the same text."""
    template = _environment().get_template("report.html.j2")
    return template.render(page=_Page(dossier, lang, [], []), lang=lang)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("lianpu.views"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"t": t, "label": label, "cell_text": cell_text, "slug": slug}
    return environment


def slug(figure: str) -> str:
    """The anchor of a figure's entry in the appendix."""
    return "fig-" + "".join(char if char.isalnum() or char in "-_" else "-" for char in figure)


def _markup(text: str) -> Markup:
    """Text that this package drew itself and escaped (drawings, styles)."""
    from markupsafe import Markup

    return Markup(text)


@dataclass(frozen=True, slots=True)
class Card:
    """A finding as shown, with the clauses behind it."""

    words: Headline
    color: str
    proofs: tuple[Evidence, ...]
    rows: int


@dataclass(frozen=True, slots=True)
class GapCell:
    """One scenario of a stage: words, bars, and the figures to follow."""

    need: str
    supply: str
    ratio: str
    mark: str
    bad: bool
    bars: Markup
    figure: str


@dataclass(frozen=True)
class _Page:
    """What the template asks for; ``linked`` and ``rows_linked`` collect the figures and library rows that it shows."""

    dossier: Dossier
    lang: str
    linked: list[str]
    rows_linked: list[str]

    @property
    def style(self) -> Markup:
        return _markup(resources.files(__package__).joinpath("templates", "report.css").read_text(encoding="utf-8"))

    def link(self, figure: str) -> str:
        """The address of a figure's entry; it will be in the appendix."""
        self.linked.append(figure)
        return f"#{slug(figure)}"

    @property
    def title(self) -> str:
        return f"{self.region} · {t('report', self.lang)}"

    @property
    def region(self) -> str:
        return region_name(self.dossier.answer.region.name, self.lang)

    @property
    def calculated(self) -> bool:
        """Whether there is anything to balance; else the page shows what was read, and no empty tables."""
        return bool(self.dossier.answer.region.plants)

    @property
    def sections(self) -> list[tuple[str, str]]:
        """Anchor and name of each section in the page's head."""
        names = {
            "findings": t("table.findings", self.lang), "map": label("report.nav_map", self.lang),
            "balance": t("table.gaps", self.lang), "stages": label("report.stages", self.lang),
            "power": label("report.power", self.lang), "value": t("table.output_value", self.lang),
            "ratios": t("table.ratios", self.lang), "claims": t("table.claims", self.lang),
            "sources": t("table.sources", self.lang), "figures": label("report.figures", self.lang),
        }  # fmt: skip
        return [(anchor, name) for anchor, name in names.items() if self.calculated or anchor not in _CALCULATED]

    @property
    def banners(self) -> list[str]:
        notes = (note for note in self.dossier.documents if note.dating is not None and note.dating.is_repost)
        unnamed = [t("no_region_hint", self.lang)] if self.dossier.answer.region.name is None else []
        return [*unnamed, *(dating_sentence(note, self.dossier, self.lang) for note in notes)]

    # findings

    @property
    def cards(self) -> list[Card]:
        return [self._card(finding) for finding in headlines(self.dossier.answer.findings)]

    @property
    def others(self) -> list[Card]:
        first = headlines(self.dossier.answer.findings)
        return [self._card(finding) for finding in self.dossier.answer.findings if finding not in first]

    def _card(self, finding: Finding) -> Card:
        words = headline(finding, self.dossier, self.lang)
        color = color_of(self._color(finding.chain or str(finding.params.get("chain", ""))))
        proofs = tuple(self.dossier.evidence[c] for c in words.claims if c in self.dossier.evidence)
        return Card(words, color, proofs, len(words.rows))

    def _color(self, chain: str) -> int:
        ids = [entry.id for entry in self.dossier.library.chains]
        return ids.index(chain) + 1 if chain in ids else 0

    def known(self, figures: Iterable[str]) -> list[Figure]:
        return [self.dossier.answer.figures[name] for name in figures if name in self.dossier.answer.figures]

    # the map and its stages

    @property
    def map(self) -> Markup:
        return _markup(chain_map(self.dossier, self.lang))

    @property
    def legend(self) -> list[tuple[Markup, str]]:
        hidden = 'class="chainmap chain-0" width="0" height="0" aria-hidden="true" style="position:absolute"'
        pattern = f"<svg {hidden}>{hatch('legend')}</svg>"
        return [(_markup(pattern * (not i) + drawing), words) for i, (drawing, words) in enumerate(legend(self.lang))]

    @property
    def chains(self) -> tuple[ChainView, ...]:
        return chain_views(self.dossier, self.lang)

    def color(self, chain: ChainView) -> str:
        return color_of(chain.color)

    def detailed(self, chain: ChainView) -> list[StageView]:
        return [stage for stage in chain.stages if stage.claims or stage.plants]

    def brief(self, chain: ChainView) -> list[StageView]:
        return [stage for stage in chain.stages if not (stage.claims or stage.plants)]

    def brief_words(self, stage: StageView) -> str:
        if stage.state is StageState.COUNTED and stage.share_of:
            return label("map.counted", self.lang, good=stage_name(stage.share_of, self.dossier.library, self.lang))
        if stage.need is None:
            return t("mark.missing", self.lang)
        need = label("map.need", self.lang, amount=amount(stage.need[1], stage.unit, self.lang))
        return f"{t('mark.missing', self.lang)} · {need}"

    def tags(self, stage: StageView) -> list[tuple[str, str, str]]:
        """(class, status, amount) of every tranche."""
        return [
            (
                str(tranche.status_class),
                t(f"status.{tranche.status}", self.lang),
                amount(tranche.capacity, stage.unit, self.lang) + (f" · {plant.owner}" if plant.owner else ""),
            )
            for plant in stage.plants
            for tranche in plant.tranches
        ]

    def quotes(self, stage: StageView) -> list[Evidence]:
        return [self.dossier.evidence[claim] for claim in stage.claims if claim in self.dossier.evidence]

    def coefficients(self, stage: StageView) -> list[tuple[str, str, str, str]]:
        """What one unit of the stage takes from other stages: (good, amount, source, figure)."""
        lines = []
        for good, row_id, value in stage_takes(stage, self.dossier, self.lang):
            row = self.dossier.library.rows[row_id]
            self.rows_linked.append(row.id)
            name = stage_name(good, self.dossier.library, self.lang)
            lines.append((name, value, source_words(row.source_title, self.lang), row.id))
        return lines

    # balance

    def gap_rows(self, chain: ChainView) -> list[tuple[StageView, list[GapCell | None]]]:
        moved = [s for s in chain.stages if any(self._moves(s.good, scenario) for scenario in Scenario)]
        return [(stage, self._gap_cells(stage)) for stage in moved]

    def _moves(self, good: str, scenario: Scenario) -> bool:
        row = self.dossier.answer.balance.of(good, scenario)
        return row.need.high > 0 or row.supply.high > 0

    def _gap_cells(self, stage: StageView) -> list[GapCell | None]:
        rows = [self.dossier.answer.balance.of(stage.good, scenario) for scenario in Scenario]
        top = max(max(row.need.high, row.supply.high) for row in rows)
        return [self._gap_cell(stage, scenario, top) if self._moves(stage.good, scenario) else None for scenario in Scenario]

    def _gap_cell(self, stage: StageView, scenario: Scenario, top: float) -> GapCell:
        row = self.dossier.answer.balance.of(stage.good, scenario)
        missing = row.supply.high <= 0 < row.need.high
        mark = "missing" if missing else "short" if row.short else "over" if row.over and row.need.high > 0 else ""
        return GapCell(
            need=amount(row.need, stage.unit, self.lang) if row.need.high > 0 else "",
            supply=amount(row.supply, stage.unit, self.lang),
            ratio=self._ratio(row.ratio),
            mark=t(f"mark.{mark}", self.lang) if mark else "",
            bad=missing or row.short,
            bars=_markup(charts.pair_bars(row.need, row.supply, top)),
            figure=f"gap/{stage.good}/{scenario}",
        )

    def _ratio(self, ratio: Range | None) -> str:
        if ratio is None:
            return ""
        return (times if ratio.typical >= MULTIPLE else percent)(ratio, self.lang)

    @property
    def scenarios(self) -> list[tuple[str, str]]:
        return [(t(f"scenario.{s}", self.lang), t(f"scenario_is.{s}", self.lang)) for s in Scenario]

    @property
    def goods(self) -> Table:
        return goods_table(self.dossier, self.lang)

    # power

    @property
    def power(self) -> Table:
        return power_table(self.dossier, self.lang)

    @property
    def power_chart(self) -> Markup:
        bars = []
        for scenario, need in self.dossier.answer.power.items():
            slices = [
                charts.Slice(value.typical, color_of(self._color(chain)), chain_name(chain, self.dossier.library, self.lang))
                for chain, value in sorted(need.by_chain.items(), key=lambda item: -item[1].typical)
            ]
            bars.append((t(f"scenario.{scenario}", self.lang), slices, amount(need.total, "TWh/a", self.lang)))
        return _markup(charts.stacked(bars, t("table.power", self.lang)))

    @property
    def months_chart(self) -> Markup:
        need = self.dossier.answer.power[Scenario.A]
        names = list(charts.month_names(self.lang))
        return _markup(charts.columns(need.by_month, names, "GWh", self._short, t("table.power_months", self.lang)))

    @property
    def hydro_chart(self) -> Markup | None:
        shares = self.dossier.answer.power[Scenario.A].hydro_share
        if not any(shares):
            return None
        values = [None if share is None else Range.exact(share * 100) for share in shares]
        names = list(charts.month_names(self.lang))
        return _markup(charts.columns(values, names, "%", self._short, t("column.hydro_share", self.lang)))

    def _short(self, value: float) -> str:
        return plain(value, self.lang)

    # output value

    @property
    def value_charts(self) -> list[tuple[str, str, Markup]]:
        """(chain, colour, drawing) for each chain whose output value a document states."""
        stated = {check.chain for check in self.dossier.answer.plausible}
        return [
            (chain_name(c, self.dossier.library, self.lang), color_of(self._color(c)), self._value_chart(c))
            for c in sorted(stated)
        ]

    def _value_chart(self, chain: str) -> Markup:
        unit, size = ("亿元/年", 1e8) if self.lang == "zh" else ("CNY bn/a", 1e9)
        checks = [check for check in self.dossier.answer.plausible if check.chain == chain]
        points = [p for p in self.dossier.answer.value.points if p.chain == chain and self._recent(p)]
        marks = [
            charts.Mark(
                day=p.start,
                sold=p.sold_with_vat * (1 / size),
                stages=p.stages_with_vat * (1 / size),
                mean=p.start[:7] != p.end[:7],
                tag="",
                name=self._point_name(p),
            )
            for p in points
        ]
        lines = [(c.stated / size, amount(c.statement.value, "CNY", self.lang)) for c in checks]
        return _markup(charts.values_in_time(marks, lines, unit, self._short, t("table.output_value", self.lang)))

    def _recent(self, point: ValuePoint) -> bool:
        return abs(int(point.start[:4]) - self.dossier.answer.region.year) <= 3

    def _point_name(self, point: ValuePoint) -> str:
        value = span(point.sold_with_vat, "CNY", self.lang)
        note = remark(point, self.dossier.answer.plausible, self.lang)
        spec = spec_words(point.spec, self.lang) if point.spec else ""
        return " · ".join(filter(None, (point.start, spec, f"{value} {t('vat.with', self.lang)}", note)))

    @property
    def values(self) -> Table:
        return value_table(self.dossier, self.lang)

    @property
    def marked_values(self) -> Table:
        full = value_table(self.dossier, self.lang)
        return Table(full.id, full.title, full.columns, tuple(row for row in full.rows if row["remark"]), full.note)

    @property
    def ratios(self) -> Table:
        return ratios_table(self.dossier, self.lang)

    # evidence

    @property
    def claims_by_document(self) -> list[tuple[str, list[Evidence]]]:
        names = [note.name for note in self.dossier.documents]
        found = self.dossier.evidence.values()
        return [(name, [e for e in found if e.document == name]) for name in dict.fromkeys(names)]

    def claim_head(self, evidence: Evidence) -> list[str]:
        claim = evidence.claim
        parts = (
            claim.subject, claim.product, claim_quantity(claim, self.lang),
            t(f"status.{claim.status}", self.lang) if claim.status else t(f"modality.{claim.modality}", self.lang),
            claim.place, claim.date.raw or claim.date.start if claim.date else None,
        )  # fmt: skip
        return [part for part in parts if part]

    def parts(self, evidence: Evidence) -> tuple[str, str, str]:
        """The sentence before, in and after the claim's clause."""
        start, end = evidence.mark
        return evidence.sentence[:start], evidence.sentence[start:end], evidence.sentence[end:]

    @property
    def set_aside(self) -> Table:
        return set_aside_table(self.dossier, self.lang)

    @property
    def documents(self) -> Table:
        return documents_table(self.dossier, self.lang)

    @property
    def sources(self) -> list[Row]:
        """The rows behind the answer, and those that only the stages' coefficients show."""
        used = {row.id: row for row in used_rows(self.dossier)}
        return list((used | {name: self.dossier.library.rows[name] for name in self.rows_linked}).values())

    @property
    def provenance(self) -> Table:
        return provenance_table(self.dossier, self.lang)

    # the appendix

    @property
    def figures(self) -> list[Figure]:
        """The figures shown and all below them, in the order in which they are first met."""
        known = self.dossier.answer.figures
        shown_ids = dict.fromkeys(name for name in self.linked if name in known)
        return list({f.id: f for name in shown_ids for f in trace(known[name], known)}.values())

    def figure_name(self, figure: Figure) -> str:
        return figure_name(figure, self.dossier, self.lang)

    def value(self, value: Range, unit: str) -> str:
        return shown(value, unit, self.lang)

    def term_name(self, term: Term) -> str:
        return term_name(term, self.dossier, self.lang)

    def column_kind(self, column: Column) -> str:
        return "n" if column.kind in ("number", "range") else ""

    def visible(self, table: Table) -> list[Column]:
        return [c for c in table.columns if c.kind not in ("claims", "rows", "figures")]

    def figure_of(self, row: dict[str, Cell]) -> str | None:
        figure = row.get("figure")
        return figure[0] if isinstance(figure, tuple) and figure and figure[0] in self.dossier.answer.figures else None

    @property
    def between(self) -> bool:
        """Some capacity is told as built and building in one figure."""
        plants = self.dossier.answer.region.plants
        return any(plant.capacity(frozenset({StatusClass.BETWEEN})).high > 0 for plant in plants)
