// Files out, and a review workbook back.
import { api, context, html, lang, show, t, useAddress, useData, useRef, useState } from "../lib/core.js";
import { Failed } from "../lib/parts.js";

const FILES = [["report", "report.html"], ["workbook", "workbook.xlsx"], ["review", "review.xlsx"]];
const TABLES = ["gaps", "goods", "power", "power_months", "output_value", "ratios", "claims", "documents", "sources"];

function ExportPage() {
  const [at] = useAddress();
  const figures = useData("/api/figures");
  const query = `?${new URLSearchParams({ lang, ...(at.place ? { place: at.place } : {}) })}`;
  return html`<p class="soft lead">${t("web.export.lead")}</p><div class="cards">${FILES.map(([name, file]) => html`<section class="card file"><h2>${t(`web.export.${name}`)}</h2><p class="soft">${t(`web.export.${name}_is`)}</p><a class="button primary" href=${`/api/files/${file}${query}`} download>${t("web.export.download")} <span class="small">.${file.split(".")[1]}</span></a></section>`)}</div>
    <${Back} />
    <section class="card"><h2>${t("web.export.tables")} <span class="small soft">csv</span></h2><div class="row">${TABLES.map(name => html`<a class="button" href=${`/api/tables/${name}.csv${query}`} download>${t(`table.${name}`)}</a>`)}</div></section>
    ${figures.data && html`<section class="card"><h2>${t("web.export.figures")} <span class="small soft">csv</span></h2><div class="row">${figures.data.figures.map(name => html`<a class="button" href=${`/api/figures/${name}.csv${query}`} download>${context.words[`table.${name}`] ?? t(`web.figure.${name}`)}</a>`)}</div></section>`}
    <section class="card"><h2>${t("web.export.api")}</h2><p>${t("web.export.api_is")}<a href="/api/openapi.json">/api/openapi.json</a></p></section>`;
}

/** A review workbook that came back: compared first, taken when the reader says so. */
function Back() {
  const [file, setFile] = useState(null);
  const [found, setFound] = useState(null);
  const [error, setError] = useState(null);
  const input = useRef();
  const send = (chosen, dry) => {
    const form = new FormData();
    form.append("file", chosen, chosen.name);
    setError(null);
    api("/api/files/review.xlsx", { dry_run: dry, who: localStorage.getItem("who") || context.who }, { method: "POST", body: form }).then(setFound, mistake => setError(mistake.message));
  };
  const choose = event => { const [chosen] = event.target.files; if (chosen) { setFile(chosen); setFound(null); send(chosen, true) } event.target.value = "" };
  return html`<section class="card"><div class="row apart"><div><h2>${t("web.export.back")}</h2><p class="soft">${t("web.export.back_is")}</p></div><input ref=${input} id="back" type="file" accept=".xlsx" class="hidden" onChange=${choose} /><button type="button" onClick=${() => input.current.click()}>${t("web.inbox.choose")}</button></div>
    ${error && html`<${Failed} error=${error} />`}
    ${found && html`<p><b>${file.name}</b> ${found.applied ? t("web.export.taken", { reviews: found.reviews.length }) : t("web.export.would", { reviews: found.reviews.length, unchanged: found.unchanged, rejected: found.rejected.length })} ${!found.applied && !found.rejected.length && found.reviews.length > 0 && html`<button type="button" class="primary" onClick=${() => send(file, false)}>${t("web.export.take")}</button>`}</p>${found.rejected.map(row => html`<p class="warn small">${row.place}: ${row.what}; ${row.hint}</p>`)}`}</section>`;
}

show(ExportPage);
