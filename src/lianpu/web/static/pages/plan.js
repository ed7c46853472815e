// Plans: an objective and limits in, a job in the background, the best plan and what limits it.
import { api, html, lang, post, show, t, useAddress, useData, useEffect, useState } from "../lib/core.js";
import { Failed } from "../lib/parts.js";
import { Slider } from "../lib/answers.js";

const AIMS = ["npv", "value_added", "output_value", "self_sufficiency", "cost", "co2"];
const RUNNING = ["queued", "running"];
const key = name => `limit:${name}`;

function PlanPage() {
  const [at, go] = useAddress();
  const known = useData("/api/plans/limits", { place: at.place });
  const [jobs, setJobs] = useState([]);
  const [error, setError] = useState(null);
  const look = () => api("/api/jobs").then(data => setJobs(data.jobs.filter(job => job.kind === "plan")), () => {});
  const running = jobs.some(job => RUNNING.includes(job.state));
  useEffect(() => { look() }, []);
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(look, 700);
    return () => clearInterval(timer);
  }, [running]);
  const limits = known.data?.limits ?? [];
  const aim = AIMS.includes(at.objective) ? at.objective : "npv";
  const last = +(at.last ?? 2035);
  const run = () => {
    const changed = limits.filter(name => +(at[key(name)] ?? 100) !== 100).map(name => `${name}=${at[key(name)]}%`);
    setError(null);
    post("/api/plans", { objective: aim, last, limits: changed, place: at.place ?? null }).then(data => { go({ job: data.job.id }); look() }, mistake => setError(mistake.message));
  };
  const stop = job => post(`/api/jobs/${job.id}/cancel`, {}).then(look, mistake => setError(mistake.message));
  const chosen = jobs.find(job => job.id === at.job) ?? jobs[0];
  return html`<section class="card"><p class="soft">${t("web.plan.lead")}</p><div class="row"><label for="aim">${t("web.plan.objective")}</label><select id="aim" value=${aim} onChange=${e => go({ objective: e.target.value === "npv" ? null : e.target.value }, { replace: true })}>${AIMS.map(name => html`<option value=${name}>${t(`web.plan.what_${name}`)}</option>`)}</select>
      <label for="last">${t("web.plan.years")}</label><input id="last" type="number" min="2021" max="2060" value=${last} onChange=${e => go({ last: e.target.value === "2035" ? null : e.target.value }, { replace: true })} /><button type="button" class="primary" onClick=${run}>${t("web.plan.run")}</button></div>
      <div class="row sliders">${limits.map(name => html`<${Slider} name=${key(name)} value=${+(at[key(name)] ?? 100)} min="0" max="200" step="5" label=${t("web.plan.limit", { name })} words=${value => `${value}%`} />`)}</div>${(error ?? known.error) && html`<p class="warn" role="alert">${error ?? known.error}</p>`}</section>
    <div class="ask"><nav class="card list" aria-label=${t("web.plan.runs")}>${jobs.length ? html`<ol>${jobs.map(job => html`<li><button type="button" class="plain" aria-current=${job.id === chosen?.id} onClick=${() => go({ job: job.id })}><span>${t(`web.plan.what_${job.request.objective}`)} <span class="small soft">${job.request.limits.join(", ")} · ${job.request.years}</span><br /><span class="tag ${["failed", "lost"].includes(job.state) ? "error" : ""}">${t(`web.job.${job.state}`)}</span> <span class="small soft">${job.created.slice(0, 16).replace("T", " ")}</span></span></button></li>`)}</ol>` : html`<p class="soft">${t("web.plan.none")}</p>`}</nav><div class="main">${chosen && html`<${Result} job=${chosen} stop=${() => stop(chosen)} />`}</div></div>`;
}

function Result({ job, stop }) {
  const { result } = job;
  if (RUNNING.includes(job.state)) return html`<section class="card"><div class="row apart"><span>${t(`web.job.${job.state}`)} <span class="soft small">${job.note}</span></span><button type="button" onClick=${stop} disabled=${job.cancel}>${t("web.cancel")}</button></div><progress></progress></section>`;
  if (job.error) return html`<${Failed} error=${job.error} />`;
  if (!result) return html`<section class="card">${t(`web.job.${job.state}`)}</section>`;
  const builds = Object.entries(result.new_capacity ?? {}).filter(([, value]) => value > 1e-6);
  return html`<section class="card said">${result.status === "infeasible" && html`<h2 class="warn">${t("web.plan.infeasible")}</h2>`}<${Lines} text=${result.text[lang]} /></section>
    ${result.changes_text && html`<section class="card said"><${Lines} text=${result.changes_text[lang]} /></section>`}
    ${builds.length > 0 && html`<section class="card scroll"><h2>${t("web.plan.builds")}</h2><table><tbody>${builds.sort((a, b) => b[1] - a[1]).map(([name, value]) => html`<tr><td>${name}</td><td class="n">${Number(value.toPrecision(4)).toLocaleString(lang)}</td></tr>`)}</tbody></table></section>`}`;
}

const Lines = ({ text }) => html`<div class="lines">${text.split("\n").filter(Boolean).map(line => html`<p class=${line.startsWith(" ") ? "in" : ""}>${line.trim()}</p>`)}</div>`;

show(PlanPage);
