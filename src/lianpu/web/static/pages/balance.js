// The balance: need, supply and gap of every stage in three scenarios, power, output value, implied ratios.
import { html, show, t, to, useAddress, useData } from "../lib/core.js";
import { Loaded, Panel, Tabs } from "../lib/parts.js";
import { Scenario } from "../lib/answers.js";
import { DataTable } from "../lib/tables.js";
import { Figure } from "../lib/chart.js";
import { Why } from "../lib/why.js";

const VIEWS = ["stages", "goods", "power", "value", "ratios"];

function BalancePage() {
  const [at, go] = useAddress();
  const view = VIEWS.includes(at.view) ? at.view : "stages";
  const scenario = ["A", "B", "C"].includes(at.scenario) ? at.scenario : "A";
  const tabs = VIEWS.map(id => ({ id, name: t(`web.balance.${id}`) }));
  const chosen = { place: at.place, scenario };
  const open = figure => go({ figure: figure === at.figure ? null : figure });
  return html`<${Tabs} tabs=${tabs} on=${view} pick=${id => go({ view: id === "stages" ? null : id, figure: null })} />
    <div class=${at.figure ? "split" : ""}><div class="main">${{
      stages: () => html`<${Stages} at=${at} open=${open} /><section class="card"><${Scenario} on=${scenario} first="A" /><${Figure} name="sufficiency" params=${chosen} /></section>`,
      goods: () => html`<${OneTable} name="goods" at=${at} open=${open} />`,
      power: () => html`<section class="card"><${Figure} name="power" params=${{ place: at.place }} /></section><section class="card"><${Scenario} on=${scenario} first="A" /><${Figure} name="power_months" params=${chosen} /></section>`,
      value: () => html`<section class="card"><${Figure} name="output_value" params=${{ place: at.place }} /></section><${OneTable} name="output_value" at=${at} open=${open} />`,
      ratios: () => html`<${OneTable} name="ratios" at=${at} open=${open} />`,
    }[view]()}</div>${at.figure && html`<${Panel} title=${t("web.chain.why")} close=${() => go({ figure: null })}><${Why} figure=${at.figure} place=${at.place} /><//>`}</div>`;
}

function OneTable({ name, at, open }) {
  const table = useData(`/api/tables/${name}`, { place: at.place });
  return html`<section class="card"><${Loaded} from=${table}>${data => html`<div class="row apart"><h2>${data.title}</h2><a class="small" href=${`/api/tables/${name}.csv${location.search}`}>${t("web.figure.csv")}</a></div><${DataTable} table=${data} pick=${row => row.figure?.[0] && open(row.figure[0])} chosen=${row => row.figure?.[0] === at.figure} />`}<//></section>`;
}

function Stages({ at, open }) {
  const chain = useData("/api/chain", { place: at.place });
  return html`<section class="card"><h2>${t("web.balance.title")}</h2><p class="soft">${t("web.balance.lead")}</p><${Loaded} from=${chain}>${data => {
    const moved = data.chains.map(c => ({ ...c, stages: c.stages.filter(stage => stage.balance.length) })).filter(c => c.stages.length);
    if (!moved.length) return html`<p class="soft">${t("web.chain.empty")}</p>`;
    return html`<table class="gaps stack"><thead><tr><th>${t("web.balance.stage")}</th>${["A", "B", "C"].map(s => html`<th>${t(`scenario.${s}`)}</th>`)}</tr></thead>
      ${moved.map(c => html`<tbody class=${c.class}><tr class="group"><th colspan="4">${c.name}</th></tr>${c.stages.map(stage => html`<tr><td><a href=${to("chain", { stage: stage.good, place: at.place })}><b>${stage.name}</b></a></td>${["A", "B", "C"].map(s => html`<td><${Gap} row=${stage.balance.find(row => row.scenario === s)} top=${Math.max(...stage.balance.flatMap(row => [row.need.high, row.supply.high]))} open=${open} on=${at.figure} scenario=${s} /></td>`)}</tr>`)}</tbody>`)}</table>`;
  }}<//></section>`;
}

const width = (value, top) => `${Math.max(0, 100 * value / top)}%`;
const Range = ({ value, top, kind }) => html`<span class="range ${kind}"><i class="soft-part" style=${{ left: width(value.low, top), width: width(value.high - value.low, top) }}></i><i class="typical" style=${{ width: width(value.typical, top) }}></i></span>`;

function Gap({ row, top, open, on, scenario }) {
  if (!row) return html`<span class="soft">–</span>`;
  const bad = ["missing", "short"].includes(row.mark);
  return html`<button type="button" class="gap ${bad ? "bad" : ""}" aria-pressed=${row.figure === on} onClick=${() => open(row.figure)}><span class="row apart"><b class=${bad ? "warn" : ""}><span class="narrow">${scenario} </span>${[row.words.ratio, row.words.mark].filter(Boolean).join(" · ") || "–"}</b></span><${Range} value=${row.need} top=${top} kind="need" /><${Range} value=${row.supply} top=${top} kind="supply" /><span class="rng">${row.words.need && html`${t("column.need")} ${row.words.need}<br />`}${t("column.supply")} ${row.words.supply}</span></button>`;
}

show(BalancePage);
