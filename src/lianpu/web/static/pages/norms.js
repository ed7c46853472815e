// Which plants keep the norms: from their own figures, grey where they have none.
import { html, show, t, useAddress, useData } from "../lib/core.js";
import { Loaded } from "../lib/parts.js";
import { Shown } from "../lib/answers.js";

function NormsPage() {
  const [at, go] = useAddress();
  const norms = useData("/api/norms", { place: at.place, at: at.at });
  return html`<${Loaded} from=${norms}>${data => {
    const [table] = data.shown;
    const first = table?.columns[0].key;
    const lights = [...new Set(table?.rows.map(row => row[first]) ?? [])];
    return html`<div class="main"><section class="card"><p class="soft">${t("web.norms.lead")}</p><div class="row"><button type="button" class=${at.light ? "" : "primary"} onClick=${() => go({ light: null })}>${t("web.norms.every")} <span class="count">${table?.rows.length ?? 0}</span></button>${lights.map(light => html`<button type="button" aria-pressed=${light === at.light} class=${light === at.light ? "primary" : ""} onClick=${() => go({ light: light === at.light ? null : light })}>${light} <span class="count">${table.rows.filter(row => row[first] === light).length}</span></button>`)}
      <label for="at">${t("web.norms.at")}</label><input id="at" type="date" value=${at.at ?? ""} onChange=${e => go({ at: e.target.value || null })} /></div></section><${Shown} tables=${data.shown} filter=${at.light && (row => row[first] === at.light)} /></div>`;
  }}<//>`;
}

show(NormsPage);
