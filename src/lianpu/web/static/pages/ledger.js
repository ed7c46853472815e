// The ledger: its state at a date, what contradicts what, what does not fit, its documents, what is new.
import { html, show, t, to, useAddress, useData, useLater, useMemo, useState } from "../lib/core.js";
import { Bar, Claim, Empty, Failed, Loaded, Panel, Status, StatusLegend, Tabs, colorOf, number } from "../lib/parts.js";

const VIEWS = ["state", "conflicts", "checks", "documents", "news"];

function LedgerPage() {
  const [at, go] = useAddress();
  const view = VIEWS.includes(at.view) ? at.view : "state";
  const ledger = useData("/api/ledger");
  const asked = { place: at.place, at: at.at };
  const state = useData("/api/ledger/state", asked);
  const conflicts = useData("/api/ledger/conflicts", asked);
  const checks = useData("/api/ledger/checks", { place: at.place });
  if (ledger.error) return html`<${Failed} error=${ledger.error} />`;
  if (!ledger.data) return html`<p class="soft loading">${t("web.loading")}</p>`;
  if (!ledger.data.documents.length) return html`<${Empty} title=${t("web.nothing_read")}><p>${t("web.nothing_read_hint")}</p><//>`;
  const grave = checks.data?.findings.filter(f => f.severity !== "note").length;
  const disputed = conflicts.data && conflicts.data.conflicts.length + conflicts.data.reviewers.length;
  const tabs = [
    { id: "state", name: t("web.ledger.state") },
    { id: "conflicts", name: t("web.ledger.conflicts"), count: disputed, bad: conflicts.data?.conflicts.some(c => c.severity !== "note") },
    { id: "checks", name: t("web.ledger.checks"), count: checks.data?.findings.length, bad: grave > 0 },
    { id: "documents", name: t("web.ledger.documents"), count: ledger.data.documents.length },
    { id: "news", name: t("web.ledger.news") },
  ];
  const Body = { state: State, conflicts: Conflicts, checks: Checks, documents: Documents, news: News }[view];
  return html`
    <${Tiles} ledger=${ledger.data} conflicts=${disputed} grave=${grave} />
    <${Controls} ledger=${ledger.data} at=${at} go=${go} dated=${view === "state" || view === "conflicts"} />
    <${Tabs} tabs=${tabs} on=${view} pick=${id => go({ view: id === "state" ? null : id, open: null })} />
    <${Body} from=${{ state, conflicts, checks }[view]} ledger=${ledger.data} at=${at} go=${go} />`;
}

function Tiles({ ledger, conflicts, grave }) {
  const { claims } = ledger;
  const reviewed = claims.all - claims.open;
  const tiles = [[ledger.documents.length, "documents"], [claims.all, "claims"], [reviewed, "reviewed"], [conflicts ?? "…", "disagreements"], [grave ?? "…", "doubts"]];
  return html`<div class="tiles">${tiles.map(([value, name]) => html`<div class="card tile"><b>${typeof value === "number" ? number(value) : value}</b><span>${t(`web.tile.${name}`)}</span></div>`)}</div>`;
}

/** Every month from the first to the last that is spoken of, and then "all that is told". */
function months({ first, last }) {
  if (!first || !last) return [];
  const found = [];
  const end = last.slice(0, 7).padEnd(7, "-12");
  for (let [year, month] = [+first.slice(0, 4), +(first.slice(5, 7) || 1)]; found.length < 600; month === 12 ? (year++, month = 1) : month++) {
    const name = `${year}-${String(month).padStart(2, "0")}`;
    found.push(name);
    if (name >= end) break;
  }
  return found;
}

function Controls({ ledger, at, go, dated }) {
  const steps = useMemo(() => months(ledger.dates), [ledger]);
  const [moving, move] = useState(null);
  const later = useLater(index => { move(null); go({ at: steps[index] ?? null }, { replace: true }) });
  const here = at.at ? Math.max(0, steps.findIndex(step => step >= at.at.slice(0, 7))) : steps.length;
  const index = moving ?? here;
  const slide = event => { move(+event.target.value); later(+event.target.value) };
  const shown = moving == null ? at.at ?? t("web.all_told") : steps[moving] ?? t("web.all_told");
  return html`<section class="card row">
    <div><label for="place">${t("web.place")}</label><br /><select id="place" value=${at.place ?? ""} onChange=${e => go({ place: e.target.value || null, open: null })}><option value="">${t("web.every_place")}</option>${ledger.places.map(p => html`<option value=${p.place}>${p.place}（${p.claims}）</option>`)}${at.place && !ledger.places.some(p => p.place === at.place) && html`<option value=${at.place}>${at.place}</option>`}</select></div>
    ${dated && steps.length > 1 && html`<div class="grow"><div class="row apart"><label for="when">${t("web.state_at")} <b class="now">${shown}</b></label><span class="small soft">${steps[0]} – ${steps.at(-1)}</span></div>
    <input id="when" type="range" min="0" max=${steps.length} value=${index} onInput=${slide} aria-valuetext=${shown} list="years" /></div>
    ${at.at && html`<button type="button" onClick=${() => go({ at: null })}>${t("web.all_told")}</button>`}`}
  </section>`;
}

const keyOf = row => [row.place ?? "", row.product_id ?? row.product, row.unit].join("|");

/** One product of one place, with its statuses from what stands to what is hoped for. */
function grouped(totals) {
  const groups = new Map();
  for (const row of totals) {
    const key = keyOf(row);
    if (!groups.has(key)) groups.set(key, { key, place: row.place, name: row.stage ?? row.product, chain: row.chain, rows: [] });
    groups.get(key).rows.push(row);
  }
  const order = ["standing", "between", "coming", "hoped"];
  const rank = row => (order.indexOf(row.status_class) + 5) % 5;
  for (const group of groups.values()) group.rows.sort((a, b) => rank(a) - rank(b));
  return [...groups.values()];
}

function State({ from, at, go, ledger }) {
  const groups = useMemo(() => grouped(from.data?.totals ?? []), [from.data]);
  const open = groups.find(group => group.key === at.open);
  return html`<div class="split"><section class="card main"><div class="row apart"><h2>${t("web.ledger.state_title")}</h2><${StatusLegend} /></div>
    <${Loaded} from=${from}>${data => groups.length ? html`<${StateTable} groups=${groups} first=${ledger.region.name} open=${at.open} pick=${key => go({ open: key === at.open ? null : key })} /><${Unused} rows=${data.unused} />` : html`<p class="soft">${t("web.no_state")}</p>`}<//>
  </section>${open ? html`<${Why} group=${open} close=${() => go({ open: null })} />` : html`<${Panel} title=${t("web.why_title")} idle=${true}><p class="soft">${t("web.pick_row")}</p><//>`}</div>`;
}

function StateTable({ groups, open, pick, first }) {
  const named = [...new Set(groups.map(group => group.place))];
  const places = [...named.filter(p => p === first), ...named.filter(p => p && p !== first), ...named.filter(p => !p)];
  const key = group => event => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); pick(group.key) } };
  return html`<table class="stack"><thead><tr><th>${t("review_column.product")}</th><th class="wide">${t("web.by_status")}</th><th>${t("web.amounts")}</th><th class="n">${t("web.claims")}</th></tr></thead>
  <tbody>${places.map(place => html`<tr class="group"><th colspan="4">${place ?? t("web.no_place")}</th></tr>${groups.filter(group => group.place === place).map(group => {
    const against = group.rows.flatMap(row => row.against).length;
    return html`<tr class="pick ${colorOf(group.chain)}" tabindex="0" aria-selected=${group.key === open} onClick=${() => pick(group.key)} onKeyDown=${key(group)}>
      <td><b>${group.name}</b></td><td><${Bar} parts=${group.rows} title=${group.rows.map(row => `${t(`status.${row.status}`)} ${row.size}`).join(" · ")} /></td>
      <td><div class="row">${group.rows.map(row => html`<${Status} row=${row} />`)}</div></td>
      <td class="n">${group.rows.reduce((sum, row) => sum + row.claims.length, 0)}${against > 0 && html` <span class="tag doubt">${t("web.against", { number: against })}</span>`}</td></tr>`;
  })}`)}</tbody></table>`;
}

function Unused({ rows }) {
  if (!rows.length) return null;
  const reasons = Object.entries(Object.groupBy ? Object.groupBy(rows, row => row.text) : rows.reduce((all, row) => ({ ...all, [row.text]: [...(all[row.text] ?? []), row] }), {}));
  return html`<details class="small"><summary>${t("web.unused", { number: rows.length })}</summary><ul>${reasons.map(([text, found]) => html`<li>${text} (${found.length}) ${found.slice(0, 12).map(row => html` <a href=${to("ledger", { view: "claim", open: row.claim })} class="soft">${row.claim.slice(0, 6)}</a>`)}</li>`)}</ul></details>`;
}

function Why({ group, close }) {
  const against = Object.fromEntries(group.rows.flatMap(row => row.against).map(a => [a.claim, a.reason]));
  const ids = [...new Set(group.rows.flatMap(row => [...row.claims, ...row.against.map(a => a.claim)]))];
  const claims = useData("/api/claims", { ids: ids.join(",") });
  const first = group.rows[0].claims[0];
  const history = useData(first ? "/api/ledger/history" : null, { name: first });
  return html`<${Panel} title=${`${group.name} · ${group.place ?? t("web.no_place")}`} close=${close}>
    ${group.rows.map(row => html`<div class=${colorOf(group.chain)}><${Status} row=${row} /> <span class="small soft">${row.since ? t("web.since", { day: row.since }) : ""}</span><p class="small">${row.why}</p></div>`)}
    <${Loaded} from=${claims}>${data => html`${data.claims.filter(c => !(c.id in against)).map(c => html`<${Claim} claim=${c} />`)}${data.claims.some(c => c.id in against) && html`<h3 class="warn">${t("web.against_title")}</h3>`}${data.claims.filter(c => c.id in against).map(c => html`<${Claim} claim=${c} against=${against[c.id]} />`)}`}<//>
    ${history.data && html`<details><summary>${t("web.history", { number: history.data.claims.length })}</summary><ol class="timeline small">${history.data.claims.map(c => html`<li class=${c.decision === "reject" ? "rejected" : ""}><b>${c.date?.raw ?? c.date?.end ?? c.published ?? ""}</b> ${c.quote}<br /><span class="soft">${c.document}${c.published ? ` · ${c.published}` : ""}</span></li>`)}</ol></details>`}
  <//>`;
}

function Conflicts({ from }) {
  return html`<section class="card"><${Loaded} from=${from}>${data => html`
    ${!data.conflicts.length && !data.reviewers.length && html`<p class="soft">${t("web.no_conflicts")}</p>`}
    ${data.reviewers.map(one => html`<div class="finding-line error"><b>${t("web.reviewers_differ")}</b> ${one.claim.quote}${one.words.map(word => html`<div class="small">${word.who}: ${t(`web.action.${word.action}`)}</div>`)}</div>`)}
    ${data.conflicts.map(one => html`<div class="finding-line ${one.severity}"><b>${one.text}</b>${["claims", "against"].map(side => one[side].map(claim => html`<div class="small ${side === "against" ? "warn" : ""}">${side === "against" ? "−" : "+"} 「${claim.quote}」 <span class="soft">${claim.document} ${claim.date?.end ?? claim.published ?? ""}</span></div>`))}</div>`)}`}<//></section>`;
}

function Checks({ from, at, go }) {
  return html`<section class="card"><${Loaded} from=${from}>${data => {
    const shown = data.findings.filter(f => !at.severity || f.severity === at.severity);
    const count = name => data.findings.filter(f => f.severity === name).length;
    return html`<div class="row">${["error", "doubt", "note"].map(name => html`<button type="button" aria-pressed=${at.severity === name} class=${at.severity === name ? "primary" : ""} onClick=${() => go({ severity: at.severity === name ? null : name })}>${t(`severity.${name}`)} <span class="count">${count(name)}</span></button>`)}<span class="soft small">${t("web.checks_ran", { checks: data.ran.length, derived: data.derived.length })}</span></div><br />
    ${!shown.length && html`<p class="soft">${t("web.no_findings")}</p>`}
    ${shown.map(f => html`<div class="finding-line ${f.severity}"><span class="tag ${f.severity}">${t(`severity.${f.severity}`)}</span> <b>${f.text}</b><p class="small soft">${f.why}</p><details class="small"><summary>${t("web.evidence", { number: f.evidence.length })}</summary>${f.evidence.map(e => html`<blockquote>${e.quote}<div class="soft">${e.document} · ${e.date?.end ?? e.published ?? ""}</div></blockquote>`)}</details></div>`)}`;
  }}<//></section>`;
}

function Documents({ ledger }) {
  return html`<section class="card scroll"><table class="stack"><thead><tr><th>${t("web.document")}</th><th>${t("web.published")}</th><th>${t("web.describes")}</th><th class="n">${t("web.claims")}</th><th class="n">${t("web.repairs")}</th></tr></thead>
  <tbody>${ledger.documents.map(one => html`<tr><td><b>${one.name}</b><div class="small soft">${one.source ?? ""}</div></td><td class="nowrap">${one.published ?? t("web.unsaid")}</td><td class="small">${one.describes_text}</td><td class="n">${one.claims}</td><td class="n">${one.repairs}</td></tr>`)}</tbody></table></section>`;
}

const monthAgo = () => new Date(Date.now() - 30 * 864e5).toISOString().slice(0, 10);

function News({ at, go }) {
  const since = at.since ?? monthAgo();
  const news = useData("/api/ledger/diff", { since, place: at.place });
  return html`<section class="card"><div class="row"><label for="since">${t("web.since_day")}</label><input id="since" type="date" value=${since} onChange=${e => e.target.value && go({ since: e.target.value })} /></div>
  <${Loaded} from=${news}>${data => html`<p>${t("web.news", { added: data.added.length, changed: data.changed.length, withdrawn: data.withdrawn.length, reviews: data.reviews.length })}</p>
    <${List} title=${t("web.news_states")} rows=${data.states.map(s => { const row = s.after ?? s.before; return `${row.place ?? ""} ${row.product} ${t(`status.${row.status}`)}: ${s.before ? `${s.before.value} ${s.before.unit}` : "–"} → ${s.after ? `${s.after.value} ${s.after.unit}` : "–"}` })} />
    <${List} title=${t("web.news_added")} rows=${data.added.map(c => `${c.quote} (${c.document})`)} />
    <${List} title=${t("web.news_changed")} rows=${data.changed.map(c => c.after.quote)} />
    <${List} title=${t("web.news_withdrawn")} rows=${data.withdrawn.map(c => c.quote)} />`}<//></section>`;
}

const List = ({ title, rows }) => rows.length > 0 && html`<details open=${rows.length <= 20}><summary>${title} (${rows.length})</summary><ul class="small">${rows.slice(0, 200).map(row => html`<li>${row}</li>`)}</ul></details>`;

show(LedgerPage);
