// What the pages of answers share: tables of the API one under the other, sliders and choices kept in the address.
import { html, t, useAddress, useData, useLater, useState } from "./core.js";
import { Loaded } from "./parts.js";
import { DataTable } from "./tables.js";

export const Shown = ({ tables, filter }) => tables.map(table => html`<section class="card" key=${table.id}><h2>${table.title}</h2><${DataTable} table=${filter ? { ...table, rows: table.rows.filter(filter) } : table} /></section>`);

/** A slider whose value stands in the address as it is left. */
export function Slider({ name, value, min, max, step = 1, label, words }) {
  const [, go] = useAddress();
  const [moving, move] = useState(null);
  const later = useLater(to => { move(null); go({ [name]: to }, { replace: true }) }, 250);
  const shown = moving ?? value;
  return html`<div class="grow slider"><label for=${name}>${label} <b>${words(shown)}</b></label><input id=${name} type="range" min=${min} max=${max} step=${step} value=${shown} aria-valuetext=${words(shown)} onInput=${e => { move(+e.target.value); later(+e.target.value) }} /></div>`;
}

export function Scenario({ on, first }) {
  const [, go] = useAddress();
  return html`<div class="row" role="group" aria-label=${t("web.chain.scenario")}>${["A", "B", "C"].map(s => html`<button type="button" aria-pressed=${s === on} class=${s === on ? "primary" : ""} onClick=${() => go({ scenario: s === first ? null : s }, { replace: true })}>${t(`scenario.${s}`)}</button>`)}</div>`;
}

export const Answer = ({ path, params, filter }) => html`<${Loaded} from=${useData(path, params)}>${data => html`<div class="main"><${Shown} tables=${data.shown} filter=${filter} /></div>`}<//>`;
