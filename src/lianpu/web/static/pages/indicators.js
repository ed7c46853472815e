// Indicators, every definition side by side.
import { html, show, t, useAddress } from "../lib/core.js";
import { Answer, Scenario } from "../lib/answers.js";

function IndicatorsPage() {
  const [at] = useAddress();
  const scenario = at.scenario ?? "A";
  return html`<section class="card"><p class="soft">${t("web.indicators.lead")}</p><${Scenario} on=${scenario} first="A" /></section><${Answer} path="/api/indicators" params=${{ place: at.place, scenario }} />`;
}

show(IndicatorsPage);
