// Footprints of the region's plants, location- and market-based side by side.
import { html, show, t, useAddress } from "../lib/core.js";
import { Answer, Scenario, Slider } from "../lib/answers.js";

function CarbonPage() {
  const [at] = useAddress();
  const asked = { place: at.place, scenario: at.scenario ?? "A", contract: at.contract ?? 0 };
  return html`<section class="card"><p class="soft">${t("web.carbon.lead")}</p><div class="row"><${Scenario} on=${asked.scenario} first="A" /><${Slider} name="contract" value=${asked.contract} min="0" max="1" step="0.05" label=${t("web.carbon.contract")} words=${v => t("web.risk.percent", { value: Math.round(100 * v) })} /></div></section><${Answer} path="/api/footprint" params=${asked} />`;
}

show(CarbonPage);
