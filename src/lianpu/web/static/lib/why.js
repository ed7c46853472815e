// Where a figure comes from: what was added or multiplied, down to library rows and sentences.
import { html, t, useData } from "./core.js";
import { Loaded } from "./parts.js";

export function Why({ figure, place }) {
  const why = useData("/api/why", { figure, place });
  return html`<${Loaded} from=${why}>${data => html`
    ${data.words.figures.map(f => html`<section class="trace"><div>${f.name}</div><b>${f.value}</b><ul class="small">${f.terms.map(term => html`<li>${term.name}: ${term.value}${term.rows.length > 0 && html` <span class="soft">← ${term.rows.join(", ")}</span>`}</li>`)}</ul></section>`)}
    ${data.words.rows.length > 0 && html`<h3>${t("web.library_rows")}</h3>${data.words.rows.map(row => html`<p class="small"><code>${row.id}</code> ${row.item} = <b>${row.value}</b> · ${row.year} · ${row.quality}<br /><span class="soft">${row.source}${row.url.startsWith("http") && html` <a href=${row.url} rel="noreferrer">↗</a>`}</span></p>`)}`}
    ${data.claims.length > 0 && html`<h3>${t("web.chain.sentences")}</h3>${data.claims.map(claim => html`<${Clause} claim=${claim} />`)}`}`}<//>`;
}

function Clause({ claim }) {
  const at = claim.sentence.indexOf(claim.clause);
  return html`<blockquote>${claim.sentence.slice(0, at)}<mark>${claim.clause}</mark>${claim.sentence.slice(at + claim.clause.length)}<div class="small soft">${claim.document}${claim.where ? `, ${claim.where}` : ""}</div></blockquote>`;
}
