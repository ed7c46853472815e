// Pieces that several pages show alike.
import { context, html, lang, t, useEffect, useRef } from "./core.js";

export const colorOf = chain => `chain-${context.chains[chain] ? (context.chains[chain] - 1) % 6 + 1 : 0}`;
const known = status => status ?? "stopped";

export const Failed = ({ error }) => html`<div class="card failed" role="alert"><b>${t("web.failed")}</b><p>${error}</p></div>`;
export const Empty = ({ title, children }) => html`<div class="card empty"><b>${title}</b>${children}</div>`;

/** What useData gave: an error, a wait, or the children with the data. */
export function Loaded({ from, children }) {
  if (from.error) return html`<${Failed} error=${from.error} />`;
  if (!from.data) return html`<p class="soft loading">${t("web.loading")}</p>`;
  return html`<div class=${from.loading ? "stale" : ""}>${children(from.data)}</div>`;
}

export function Tabs({ tabs, on, pick }) {
  const move = event => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const at = tabs.findIndex(tab => tab.id === on);
    pick(tabs[(at + step + tabs.length) % tabs.length].id);
    event.currentTarget.querySelectorAll("button")[(at + step + tabs.length) % tabs.length].focus();
  };
  return html`<div class="tabs" role="tablist" onKeyDown=${move}>${tabs.map(tab => html`<button type="button" role="tab" aria-selected=${tab.id === on} tabindex=${tab.id === on ? 0 : -1} onClick=${() => pick(tab.id)}>${tab.name}${tab.count != null && html` <span class="count ${tab.bad ? "bad" : ""}">${tab.count}</span>`}</button>`)}</div>`;
}

/** Capacity by status: solid, half, hatched, dashed, from what stands to what is hoped for. */
export function Bar({ parts, title }) {
  const total = parts.reduce((sum, part) => sum + part.value, 0) || 1;
  return html`<div class="bar" role="img" aria-label=${title} title=${title}>${parts.map(part => html`<span class="seg ${known(part.status_class)}" style=${{ width: `${100 * part.value / total}%` }}></span>`)}</div>`;
}

export const Status = ({ row, children }) => html`<span class="tag"><i class="dot ${known(row.status_class)}"></i>${t(`status.${row.status}`)} <b>${children ?? row.size}</b></span>`;

export const StatusLegend = () => html`<ul class="legend">${["standing", "between", "coming", "hoped"].map(name => html`<li><i class="dot ${name}"></i>${t(`status_class.${name}`)}</li>`)}<li><i class="dot stopped"></i>${t("web.stopped")}</li></ul>`;

/** The sentence with the claim's clause marked. */
export function Sentence({ claim, against }) {
  const [start, end] = claim.mark;
  return html`<blockquote class=${against ? "against" : ""}>${claim.sentence.slice(0, start)}<mark>${claim.sentence.slice(start, end)}</mark>${claim.sentence.slice(end)}</blockquote>`;
}

/** A claim as evidence: what it says, its sentence, the original where it is damaged, where it stands. */
export function Claim({ claim, against, children }) {
  const { words } = claim;
  const said = claim.sentence.slice(...claim.mark);
  return html`<article class="claim ${claim.rejected ? "rejected" : ""}" id=${`claim-${claim.id}`}>
    <div class="row"><span class="tag">${words.kind}</span>${words.quantity && html`<b>${words.quantity}</b>`}<span class="tag">${words.state}</span>${claim.rejected && html`<span class="tag error">${t("web.rejected")}</span>`}${words.flags.map(flag => html`<span class="tag doubt">${flag}</span>`)}</div>
    ${against && html`<p class="warn small">${t(`against.${against}`)}</p>`}
    <${Sentence} claim=${claim} against=${against} />
    ${claim.printed !== said && html`<p class="printed">${t("web.printed")}${claim.printed}</p>`}
    <dl class="small"><dt>${t("web.speaks_of")}</dt><dd>${words.date ?? t("web.unsaid")}</dd><dt>${t("web.published")}</dt><dd>${claim.published ?? t("web.unsaid")}</dd><dt>${t("web.document")}</dt><dd>${claim.found_in}</dd>${claim.subject && html`<dt>${t("review_column.subject")}</dt><dd>${claim.subject}</dd>`}</dl>
    ${claim.reviews.length > 0 && html`<details class="small"><summary>${t("web.reviews", { number: claim.reviews.length })}</summary>${claim.reviews.map(r => html`<div>${r.at.slice(0, 16).replace("T", " ")} ${r.who} · ${t(`web.action.${r.action}`)}${r.why ? `: ${r.why}` : ""}</div>`)}</details>`}
    ${children}
  </article>`;
}

/** The panel at the side, at the bottom of a phone. */
export function Panel({ title, close, children, idle }) {
  const frame = useRef();
  useEffect(() => { if (frame.current) frame.current.scrollTop = 0 }, [title]);
  useEffect(() => {
    const escape = event => event.key === "Escape" && close?.();
    addEventListener("keydown", escape);
    return () => removeEventListener("keydown", escape);
  });
  return html`<aside class="card panel ${idle ? "idle" : ""}" ref=${frame} aria-label=${title}><header><h2>${title}</h2>${close && html`<button type="button" class="plain" onClick=${close} aria-label=${t("web.close")}>✕</button>`}</header>${children}</aside>`;
}

export const number = value => value.toLocaleString(lang === "zh" ? "zh-CN" : "en");
