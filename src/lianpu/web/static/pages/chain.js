// The chains: what matters most, the map, and of a stage its plants, balance, recipe and sentences.
import { html, show, t, useAddress, useData, useEffect, useRef } from "../lib/core.js";
import { Bar, Empty, Failed, Panel, colorOf } from "../lib/parts.js";
import { Scenario } from "../lib/answers.js";
import { Figure } from "../lib/chart.js";
import { Why } from "../lib/why.js";

function ChainPage() {
  const [at, go] = useAddress();
  const chain = useData("/api/chain", { place: at.place });
  if (chain.error) return html`<${Failed} error=${chain.error} />`;
  if (!chain.data) return html`<p class="soft loading">${t("web.loading")}</p>`;
  const { chains, headlines, more, notes } = chain.data;
  if (!chains.length) return html`<${Empty} title=${t("web.chain.empty")}><p>${t("web.chain.empty_hint")}</p><//>`;
  const stages = new Map(chains.flatMap(c => c.stages.map(stage => [stage.good, { ...stage, chain: c }])));
  const stage = stages.get(at.stage);
  const close = () => go({ stage: null, figure: null });
  return html`
    ${notes.map(note => html`<p class="banner">${note}</p>`)}
    <section class="cards" aria-label=${t("web.findings")}>${headlines.map(one => html`<${Finding} one=${one} go=${go} />`)}</section>
    <div class=${at.figure || stage ? "split wide" : ""}><section class="card map"><div class="row apart"><h2>${t("web.chain.map")}</h2><span class="small soft">${t("web.chain.pick")}</span></div><${Legend} rows=${chain.data.legend} /><${Map_} svg=${chain.data.map} stage=${at.stage} pick=${good => go({ stage: good === at.stage ? null : good, figure: null })} /></section>
    ${at.figure ? html`<${Panel} title=${t("web.chain.why")} close=${close}><${Why} figure=${at.figure} place=${at.place} /><//>` : stage ? html`<${Stage} stage=${stage} close=${close} go=${go} />` : null}</div>
    ${more.length > 0 && html`<section class="card"><h2>${t("web.chain.more")}</h2><div class="columns">${more.map(one => html`<div class="finding-line ${colorOf(one.chain)}"><p>${one.text}</p><${Proof} one=${one} go=${go} /></div>`)}</div></section>`}
    <section class="card"><${Scenario} on=${at.scenario ?? "A"} first="A" /><${Figure} name="flows" params=${{ place: at.place, scenario: at.scenario ?? "A" }} /></section>`;
}

const Finding = ({ one, go }) => html`<article class="card finding ${colorOf(one.chain)}"><div class="big">${one.big}</div><div class="soft">${one.small}</div><p>${one.text}</p><${Proof} one=${one} go=${go} /></article>`;

const Proof = ({ one, go }) => one.figures.length > 0 && html`<button type="button" class="plain small soft proof" onClick=${() => go({ figure: one.figures[0], stage: null })}>${t("web.chain.proof", { claims: one.claims.length, rows: one.rows.length })}</button>`;

const Legend = ({ rows }) => html`<ul class="legend">${rows.map(row => html`<li><${Drawing} svg=${row.drawing} />${row.words}</li>`)}</ul>`;

function Drawing({ svg }) {
  return svg && html`<span dangerouslySetInnerHTML=${{ __html: svg }}></span>`;
}

/** The server's drawing; a click on a box, or Enter on it, opens the stage. */
function Map_({ svg, stage, pick }) {
  const frame = useRef();
  useEffect(() => {
    const drawing = frame.current.querySelector("svg");
    const [, , width] = drawing.getAttribute("viewBox").split(" ");
    drawing.style.minWidth = `${0.74 * width}px`;
    drawing.style.width = "100%";
  }, [svg]);
  useEffect(() => {
    for (const link of frame.current.querySelectorAll("a.stage")) link.classList.toggle("on", link.getAttribute("href") === `#stage-${stage}`);
  }, [svg, stage]);
  const click = event => {
    const link = event.target.closest("a.stage");
    if (!link) return;
    event.preventDefault();
    pick(link.getAttribute("href").slice("#stage-".length));
  };
  return html`<div class="scroll" ref=${frame} tabindex="0" role="region" aria-label=${t("web.chain.map")} onClick=${click} dangerouslySetInnerHTML=${{ __html: svg }}></div>`;
}

function Stage({ stage, close, go }) {
  return html`<${Panel} title=${`${stage.name} · ${stage.chain.name}`} close=${close}><div class=${stage.chain.class}>
    ${stage.parts.length > 0 && html`<${Bar} parts=${stage.parts} title=${stage.parts.map(p => `${t(`status_class.${p.status_class}`)} ${p.size}`).join(" · ")} />`}
    <div class="row gaps">${stage.plants.flatMap(plant => plant.tranches.map(one => html`<span class="tag"><i class="dot ${one.status_class}"></i>${t(`status.${one.status}`)} <b>${one.size}</b>${plant.owner && ` · ${plant.owner}`}</span>`))}${stage.missing && html`<span class="tag error">${t("mark.missing")}</span>`}</div>
    ${stage.balance.length > 0 && html`<h3>${t("web.chain.balance")}</h3><table class="tight"><thead><tr><th></th><th class="n">${t("column.need")}</th><th class="n">${t("column.supply")}</th><th class="n">${t("column.ratio")}</th></tr></thead><tbody>${stage.balance.map(row => html`<tr class="pick" tabindex="0" title=${t("web.chain.why")} onClick=${() => go({ figure: row.figure })} onKeyDown=${e => e.key === "Enter" && go({ figure: row.figure })}><td>${row.scenario}</td><td class="n">${row.words.need || "–"}</td><td class="n">${row.words.supply}</td><td class="n ${["missing", "short"].includes(row.mark) ? "warn" : ""}">${row.words.ratio || row.words.mark || "–"}</td></tr>`)}</tbody></table>`}
    ${stage.takes.length > 0 && html`<h3>${t("web.chain.takes")}</h3><dl class="small">${stage.takes.map(one => html`<dt>${one.name}</dt><dd>${one.value}<div class="soft">${one.source}</div></dd>`)}</dl>`}
    ${stage.claims.length > 0 && html`<h3>${t("web.chain.sentences")}</h3>`}
    ${stage.claims.map(claim => html`<${Quote} claim=${claim} />`)}
  </div><//>`;
}

function Quote({ claim }) {
  const [start, end] = claim.mark;
  const said = claim.sentence.slice(start, end);
  return html`<blockquote>${claim.sentence.slice(0, start)}<mark>${said}</mark>${claim.sentence.slice(end)}</blockquote>${claim.printed !== said && html`<p class="printed">${t("web.printed")}${claim.printed}</p>`}<p class="small soft">${claim.found_in}${claim.date ? ` · ${claim.date}` : ""}</p>`;
}

show(ChainPage);
