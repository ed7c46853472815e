"""All that is found in a draft, from its claims, those of a ledger beside it, the library's bands and the balance of the
chains that it describes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from lianpu.engine.answer import Answer
from lianpu.engine.figures import evidence
from lianpu.engine.findings import Finding as AnswerFinding
from lianpu.engine.output_value import Plausibility
from lianpu.ledger.bands import Bands
from lianpu.ledger.checks import CODES as CHECK_CODES
from lianpu.ledger.checks import check
from lianpu.ledger.dating import Dating
from lianpu.ledger.facts import Fact, facts_of
from lianpu.ledger.findings import Finding, Severity
from lianpu.ledger.queries import LedgerClaim
from lianpu.reading.claims import Claim, Reading
from lianpu.reading.phrases import known_product
from lianpu.redpencil.against import against_ledger
from lianpu.redpencil.arithmetic import arithmetic
from lianpu.redpencil.events import events, table_events
from lianpu.redpencil.levels import levels
from lianpu.redpencil.marks import ANSWER_CODES, Found, Mark, ToOriginal, found_by_checks, marks_of
from lianpu.redpencil.named import named_projects
from lianpu.redpencil.physics import supplies_all
from lianpu.redpencil.printed import Sentence, sentences_of, tables_of
from lianpu.redpencil.profile import Profile
from lianpu.redpencil.ratios import feeds_in_sentence, intensities, sentence_ratios, shares_of_the_whole
from lianpu.redpencil.tables import table_sums
from lianpu.redpencil.words import classes, definitions, describes_earlier, doubtful, english_classes

OWN_CODES = (
    "growth_in_sentence", "share_in_sentence", "share_above_all", "counted_twice", "table_total", "hours_of_capacity",
    "coal_equivalent", "feed_against_product", "target_beyond_projects", "wrong_power", "capacity_or_production",
    "project_stopped", "project_size", "project_later", "project_earlier", "project_elsewhere", "describes_earlier",
    "older_than_ledger", "one_definition", "class_no_number",
)  # fmt: skip
#: Every kind of mark, as a profile may name it.
CODES = (*CHECK_CODES, *OWN_CODES, *ANSWER_CODES)
#: Findings of the checks that tell of the ledger at large, not of what a writer could mend; shares of a draft are added up
#: within a sentence only, where they are of one whole.
_NOT_FOR_DRAFTS = frozenset({"group_figure", "several_places", "trial_and_operating", "shares_above_whole"})


def review(
    draft: Sequence[LedgerClaim],
    ledger: Sequence[LedgerClaim],
    *,
    reading: Reading,
    to_original: ToOriginal,
    bands: Bands,
    answer: Answer,
    dating: Dating | None,
    profile: Profile,
) -> list[Mark]:
    """The marks of a draft that was read as ``reading`` and has the claims ``draft``; ``ledger`` are claims of other
    documents, ``answer`` is what the draft alone says of its region."""
    own = {kept.id: kept.claim for kept in draft}
    together = facts_of([*draft, *ledger])  # so that a firm has one name in both
    facts, known = [f for f in together if f.id in own], [f for f in together if f.id not in own]
    checked = list(_checked(draft, ledger, own, bands))
    sentences = list(sentences_of(reading))
    found = [
        *checked,
        *map(found_by_checks, sentence_ratios(sentences, facts, bands)),
        *map(found_by_checks, feeds_in_sentence(sentences, facts, bands)),
        *map(found_by_checks, intensities(facts, bands)),
        *shares_of_the_whole(sentences, facts),
        *named_projects(sentences, known),
        *english_classes(sentences),
        *_printed(sentences, reading),
        *supplies_all(sentences, _use_of_power(facts)),
        *_own(facts, known, dating, {one.finding.code for one in checked}),
        *_answered(answer, known, own),
    ]
    kept = []
    for one in found:
        severity = profile.of(one.finding.code, one.severity)
        if severity is not None:
            kept.append(replace(one, severity=severity))
    return marks_of(kept, own, reading, to_original)


def _checked(draft: Sequence[LedgerClaim], ledger: Sequence[LedgerClaim], own: Iterable[str], bands: Bands) -> Iterator[Found]:
    mine = set(own)
    by_id = {kept.id: kept for kept in (*draft, *ledger)}
    for finding in check([*draft, *ledger], bands).findings:
        if mine.intersection(finding.claims) and finding.code not in _NOT_FOR_DRAFTS and _sure(finding, by_id):
            yield found_by_checks(_draft_first(finding, mine))


def _sure(finding: Finding, claims: Mapping[str, LedgerClaim]) -> bool:
    """False where it rests on figures of which a reader cannot be sure that they are of one thing: places and output are
    compared by known products only, and a region's power only where all its power is told."""
    told = [claims[i].claim for i in finding.claims if i in claims]
    products = {c.product_id or c.product for c in told}
    if finding.code == "part_above_total":
        return len(products) == 1 and products != {None}
    if finding.code == "made_above_capacity":
        return all(c.product_id for c in told)
    if finding.code == "growth_against_levels":
        return len(products) == 1
    if finding.code == "power_for_plans":
        return any(c.kind == "energy" and _ALL_POWER.search(f"{c.product or ''}{c.quote}") for c in told)
    return True


_ALL_POWER = re.compile(r"用电总量|总用电|全社会用电|总发电|发电总量|发电量|total (?:power|electricity)", re.I)


def _draft_first(finding: Finding, mine: set[str]) -> Finding:
    """The draft's claims before others: its sentence is the one that is marked."""
    return replace(finding, claims=tuple(sorted(finding.claims, key=lambda claim: claim not in mine)))


def _own(facts: Sequence[Fact], known: Sequence[Fact], dating: Dating | None, told: set[str]) -> Iterator[Found]:
    """The kinds that only a draft is asked about; definitions only where no check has ``told`` of two side by side."""
    yield from map(found_by_checks, (*classes(facts), *describes_earlier(facts, dating), *doubtful(facts), *levels(facts)))
    yield from map(found_by_checks, against_ledger(facts, known))
    if "indicator_variants" not in told:
        yield from map(found_by_checks, definitions(facts))


def _printed(sentences: Sequence[Sentence], reading: Reading) -> Iterator[Found]:
    """What the draft's own words and tables say against each other."""
    yield from arithmetic(sentences)
    yield from events(sentences)
    for table in tables_of(reading):
        yield from table_sums(table)
        yield from table_events(table)


def _use_of_power(facts: Iterable[Fact]) -> float:
    """The largest use of power in a year that the draft tells, in kWh."""
    used = (f for f in facts if f.kind in ("energy", "consumption") and f.figure and f.claim.unit and "Wh" in f.claim.unit)
    return max(
        (f.measured.value for f in used if re.search(r"用电|耗电|consum|use", f"{f.claim.product}{f.claim.quote}")), default=0.0
    )


def _answered(answer: Answer, known: Sequence[Fact], draft: Mapping[str, Claim]) -> Iterator[Found]:
    """What the balance of the draft's chains says; not of goods that the ledger knows a capacity of in the region."""
    elsewhere = {fact.good for fact in known if fact.kind == "capacity" and fact.figure}
    for finding in answer.findings:
        if finding.code not in ANSWER_CODES or finding.params.get("good") in elsewhere:
            continue
        claims, rows = _behind(finding, answer)
        if finding.code == "output_value" and not _of_its_chain(draft.get(claims[0])):
            continue
        yield Found(finding, _severity(finding), claims, rows, finding.figures)


def _behind(finding: AnswerFinding, answer: Answer) -> tuple[tuple[str, ...], tuple[str, ...]]:
    figures = answer.figures
    behind = [evidence(figures[name], figures) for name in finding.figures if name in figures]
    stated: tuple[str, ...] = tuple(finding.params.get("claims", ()))
    item = finding.params.get("check")
    if isinstance(item, Plausibility):
        stated = (item.statement.claim,)
    claims = (*stated, *(claim for found, _ in behind for claim in found))
    return tuple(dict.fromkeys(claims)), tuple(dict.fromkeys(row for _, rows in behind for row in rows))


def _severity(finding: AnswerFinding) -> Severity:
    """A gap is worth knowing; an output value that no price on record reaches is unlikely."""
    stated = finding.params.get("check")
    never = isinstance(stated, Plausibility) and stated.reached_with_vat is None and stated.possible_by_stages is None
    return Severity.DOUBT if never else Severity.NOTE


def _of_its_chain(stated: Claim | None) -> bool:
    """Told of a chain or of one of its goods: not of another trade in a text about the chain."""
    return stated is not None and (
        stated.product is None or stated.product_id is not None or known_product(stated.product) is not None
    )
