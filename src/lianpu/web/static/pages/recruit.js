// What to recruit next: stages, sizes, reasons for and against.
import { html, show, t, useAddress } from "../lib/core.js";
import { Answer, Scenario, Slider } from "../lib/answers.js";

function RecruitPage() {
  const [at] = useAddress();
  const scenario = at.scenario ?? "B";
  const use = at.least_use ?? 0.75;
  return html`<section class="card"><p class="soft">${t("web.recruit.lead")}</p><div class="row"><${Scenario} on=${scenario} first="B" /><${Slider} name="least_use" value=${use} min="0" max="1" step="0.05" label=${t("web.recruit.least_use")} words=${v => t("web.risk.percent", { value: Math.round(100 * v) })} /></div></section>
    <${Answer} path="/api/targets" params=${{ place: at.place, scenario, least_use: use }} />`;
}

show(RecruitPage);
