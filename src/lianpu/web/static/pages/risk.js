// A dry year, a lost plant, a supplier that fails: who stops, how far, at what cost.
import { html, show, t, useAddress } from "../lib/core.js";
import { Answer, Scenario, Slider } from "../lib/answers.js";

const days = value => t("web.risk.days", { value });
const percent = value => t("web.risk.percent", { value: Math.round(100 * value) });

function RiskPage() {
  const [at] = useAddress();
  const asked = { place: at.place, scenario: at.scenario ?? "A", recover: at.recover ?? 90, stock: at.stock ?? 15, replace: at.replace ?? 0, shock: at.shock ?? 0.2 };
  return html`<section class="card"><p class="soft">${t("web.risk.lead")}</p><${Scenario} on=${asked.scenario} first="A" /><div class="row sliders">
      <${Slider} name="recover" value=${asked.recover} min="1" max="365" label=${t("web.risk.recover")} words=${days} /><${Slider} name="stock" value=${asked.stock} min="0" max="120" label=${t("web.risk.stock")} words=${days} />
      <${Slider} name="replace" value=${asked.replace} min="0" max="1" step="0.05" label=${t("web.risk.replace")} words=${percent} /><${Slider} name="shock" value=${asked.shock} min="0" max="2" step="0.05" label=${t("web.risk.shock")} words=${percent} /></div></section>
    <${Answer} path="/api/resilience" params=${asked} />`;
}

show(RiskPage);
