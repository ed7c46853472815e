// The inbox: files in; each claim beside its sentence in the document; accepted, edited, rejected by keyboard.
import { api, context, html, post, show, t, useAddress, useData, useEffect, useMemo, useRef, useState } from "../lib/core.js";
import { Empty, Failed, Loaded } from "../lib/parts.js";

const RUNNING = ["queued", "running"];
const options = section => Object.keys(context.words).filter(key => key.startsWith(`${section}.`)).map(key => [key.slice(section.length + 1), context.words[key]]);
const CHOICES = { status: options("status"), modality: options("modality"), kind: options("kind"), bound: options("bound") };
const WIDE = ["subject", "product", "place"];
const FIELDS = ["subject", "product", "value", "low", "high", "unit", "bound", "status", "modality", "kind", "place", "date"];

function InboxPage() {
  const [version, setVersion] = useState(0);
  const renew = () => setVersion(n => n + 1);
  useNews(renew);
  return html`<${Drop} changed=${renew} /><${Review} version=${version} renew=${renew} />`;
}

/** Looks now and then whether others have changed the ledger. */
function useNews(changed) {
  const seen = useRef(null);
  useEffect(() => {
    const look = () => document.hidden || api("/api/mark").then(mark => {
      const now = JSON.stringify(mark);
      if (seen.current && seen.current !== now) changed();
      seen.current = now;
    }, () => {});
    look();
    const timer = setInterval(look, 5000);
    addEventListener("focus", look);
    return () => { clearInterval(timer); removeEventListener("focus", look) };
  }, []);
}

function Drop({ changed }) {
  const [jobs, setJobs] = useState([]);
  const [error, setError] = useState(null);
  const [over, setOver] = useState(false);
  const [kind, setKind] = useState("read");
  const input = useRef();
  const running = jobs.some(job => RUNNING.includes(job.state));
  const was = useRef(false);
  const look = () => api("/api/jobs").then(data => setJobs(data.jobs), () => {});
  useEffect(() => { look() }, []);
  useEffect(() => {
    if (was.current && !running) changed();
    was.current = running;
    if (!running) return;
    const timer = setInterval(look, 700);
    return () => clearInterval(timer);
  }, [running]);
  const send = files => {
    if (!files.length) return;
    const form = new FormData();
    for (const file of files) form.append("files", file, file.name);
    form.append("kind", kind);
    form.append("who", who());
    setError(null);
    api("/api/jobs", {}, { method: "POST", body: form }).then(look, mistake => setError(mistake.message));
  };
  const drop = event => { event.preventDefault(); setOver(false); send([...event.dataTransfer.files]) };
  const stop = job => post(`/api/jobs/${job.id}/cancel`, {}).then(look, mistake => setError(mistake.message));
  const latest = jobs.filter((job, i) => i < 3 || RUNNING.includes(job.state));
  return html`<section class="card drop ${over ? "over" : ""}" onDragOver=${e => { e.preventDefault(); setOver(true) }} onDragLeave=${() => setOver(false)} onDrop=${drop}>
    <div class="row apart"><div><h2>${t("web.inbox.drop")}</h2><p class="soft small">${t("web.inbox.drop_hint")}</p></div>
    <div class="row"><select aria-label=${t("web.inbox.kind")} value=${kind} onChange=${e => setKind(e.target.value)}><option value="read">${t("web.inbox.as_documents")}</option><option value="import">${t("web.inbox.as_table")}</option></select><input ref=${input} id="files" type="file" multiple class="hidden" onChange=${e => { send([...e.target.files]); e.target.value = "" }} /><button type="button" class="primary" onClick=${() => input.current.click()}>${t("web.inbox.choose")}</button></div></div>
    ${error && html`<p class="warn" role="alert">${error}</p>`}
    ${latest.map(job => html`<${JobLine} job=${job} stop=${() => stop(job)} />`)}</section>`;
}

function JobLine({ job, stop }) {
  const alive = RUNNING.includes(job.state);
  const { result } = job;
  const told = result && (job.kind === "read"
    ? t("web.inbox.read", { documents: result.documents.filter(d => d.new).length, claims: result.documents.filter(d => d.new).reduce((sum, d) => sum + d.claims, 0), known: result.documents.filter(d => !d.new).length })
    : t("web.inbox.imported", { added: result.added, known: result.known, refused: result.refused.length }));
  return html`<div class="job ${job.state}" data-job=${job.id}><div class="row apart"><span><b>${job.name}</b> <span class="tag ${["failed", "lost"].includes(job.state) ? "error" : ""}">${t(`web.job.${job.state}`)}</span> <span class="small soft">${alive ? `${job.done} / ${job.total || "…"} ${job.note}` : told ?? ""}</span></span>${alive && html`<button type="button" onClick=${stop} disabled=${job.cancel}>${t("web.cancel")}</button>`}</div>
    ${alive && html`<progress max=${job.total || 1} value=${job.done}></progress>`}
    ${job.error && html`<p class="warn small" role="alert">${job.error}</p>`}
    ${result?.skipped?.map(one => html`<p class="warn small">${t(`skip.${one.code}`)}: ${one.told}</p>`)}
    ${result?.refused?.slice(0, 20).map(one => html`<p class="warn small">${one.place}: ${one.what}; ${one.hint}</p>`)}</div>`;
}

const who = () => localStorage.getItem("who") || context.who;

function Review({ version, renew }) {
  const [at, go] = useAddress();
  const shown = ["open", "all", "doubt"].includes(at.show) ? at.show : "open";
  const [most, setMost] = useState(60);
  const queue = useData("/api/inbox", { show: shown, document: at.document, kind: at.kind, most }, version);
  const [changed, setChanged] = useState({});
  const [error, setError] = useState(null);
  const [editing, setEditing] = useState(false);
  useEffect(() => setChanged({}), [queue.data]);
  const kept = useRef([]);
  const claims = useMemo(() => (queue.data?.claims ?? []).map(claim => changed[claim.id] ? { ...claim, ...changed[claim.id] } : claim), [queue.data, changed]);
  kept.current = claims;
  const index = Math.max(0, claims.findIndex(claim => claim.id === at.claim));
  const claim = claims[index];
  const pick = id => { setEditing(false); setError(null); go({ claim: id }, { replace: true }) };
  const step = by => { const next = claims[Math.min(claims.length - 1, Math.max(0, index + by))]; if (next) pick(next.id) };
  const say = (action, fields = {}, why = null) => post("/api/claims/reviews", { claims: [claim.id], action, fields, why, seen: claim.seen, who: who() }).then(data => {
    setError(null);
    setEditing(false);
    localStorage.removeItem(`edit-${claim.id}`);
    setChanged(all => ({ ...all, [claim.id]: data.claims[0] }));
    if (index < claims.length - 1) step(1);
  }, mistake => { setError(mistake.message); if (mistake.message.includes("changed since")) renew() });
  const undo = () => post("/api/claims/undo", { who: who() }).then(data => {
    const back = data.claims[0];
    setError(null);
    setChanged(all => ({ ...all, [back.id]: back }));
    if (kept.current.some(one => one.id === back.id)) pick(back.id); else renew();
  }, mistake => setError(mistake.message));
  const keys = useRef({});  // set while drawing, so that a fast second key never means the claim before
  keys.current = { j: () => step(1), ArrowDown: () => step(1), k: () => step(-1), ArrowUp: () => step(-1), a: () => claim && say("accept"), r: () => claim && say("reject"), e: () => claim && setEditing(true), u: undo };
  useEffect(() => {
    const key = event => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea, [role=tablist]")) return;
      const does = keys.current[event.key];
      if (!does) return;
      event.preventDefault();
      does();
    };
    addEventListener("keydown", key);
    return () => removeEventListener("keydown", key);
  }, []);
  if (queue.error) return html`<${Failed} error=${queue.error} />`;
  if (!queue.data) return html`<p class="soft loading">${t("web.loading")}</p>`;
  const { counts, total, kinds } = queue.data;
  if (!counts.all && !at.kind && !at.document) return html`<${Empty} title=${t("web.nothing_read")}><p>${t("web.inbox.start")}</p><//>`;
  const looked = counts.all - counts.open;
  return html`<section class="card row apart"><div class="row">${["open", "doubt", "all"].map(id => html`<button type="button" aria-pressed=${id === shown} class=${id === shown ? "primary" : ""} onClick=${() => go({ show: id === "open" ? null : id, claim: null })}>${t(`web.inbox.${id}`)}</button>`)}
      <select aria-label=${t("review_column.kind")} value=${at.kind ?? ""} onChange=${e => go({ kind: e.target.value || null, claim: null })}><option value="">${t("web.inbox.every_kind")}</option>${(at.kind ? [[at.kind, kinds[at.kind] ?? 0]] : Object.entries(kinds)).map(([kind, n]) => html`<option value=${kind}>${t(`kind.${kind}`)}（${n}）</option>`)}</select>
      ${at.document && html`<button type="button" onClick=${() => go({ document: null, claim: null })}>${t("web.inbox.every_document")} ✕</button>`}</div>
    <div class="row"><span class="soft small">${t("web.inbox.looked", { looked, all: counts.all })}</span><progress class="short" max=${counts.all || 1} value=${looked}></progress><label for="who">${t("review_column.who")}</label><input id="who" class="who" value=${who()} onChange=${e => localStorage.setItem("who", e.target.value.trim())} /></div></section>
    ${!claims.length ? html`<${Empty} title=${t("web.inbox.done")} />` : html`<div class="review">
      <${Queue} claims=${claims} total=${total} on=${claim.id} pick=${pick} more=${() => setMost(n => Math.min(200, n + 60))} />
      <section class="card claim-pane"><${Card} key=${claim.id} claim=${claim} editing=${editing} setEditing=${setEditing} say=${say} undo=${undo} error=${error} /></section>
      <${Original} claim=${claim} pick=${pick} /></div>`}`;
}

const verdict = claim => claim.decision && html`<span class="tag ${claim.decision === "reject" ? "error" : "good"}">${t(`web.action.${claim.decision}`)}</span>`;

function Queue({ claims, total, on, pick, more }) {
  const list = useRef();
  useEffect(() => {
    const frame = list.current, here = frame.querySelector("[aria-current=true]");
    if (!here) return;
    const top = here.offsetTop;
    if (top < frame.scrollTop || top + here.offsetHeight > frame.scrollTop + frame.clientHeight) frame.scrollTop = top - frame.clientHeight / 3;
  }, [on]);
  return html`<nav class="card queue" ref=${list} aria-label=${t("web.inbox.queue")}><ul>${claims.map(claim => html`<li><button type="button" aria-current=${claim.id === on} class="plain" onClick=${() => pick(claim.id)}><span class="quote">${claim.quote}</span><span class="row">${verdict(claim)}${claim.in_conflict && html`<span class="tag doubt">${t("web.inbox.conflict")}</span>`}${claim.words.flags.length > 0 && html`<span class="tag doubt">${claim.words.flags[0]}</span>`}<span class="small soft">${claim.words.kind}</span></span></button></li>`)}</ul>${claims.length < total && html`<button type="button" class="plain" onClick=${more}>${t("web.more_rows", { number: total - claims.length })}</button>`}</nav>`;
}

function Card({ claim, editing, setEditing, say, undo, error }) {
  const { words } = claim;
  return html`<div class="row apart"><div class="row"><span class="tag">${words.kind}</span>${words.quantity && html`<b class="amount">${words.quantity}</b>`}<span class="tag">${words.state}</span>${verdict(claim)}</div></div>
    <div class="row gaps">${claim.in_conflict && html`<span class="tag doubt">${t("web.inbox.conflict")}</span>`}${words.flags.map(flag => html`<span class="tag doubt">${flag}</span>`)}</div>
    <blockquote>${claim.sentence.slice(0, claim.mark[0])}<mark>${claim.sentence.slice(...claim.mark)}</mark>${claim.sentence.slice(claim.mark[1])}</blockquote>
    ${claim.printed !== claim.sentence.slice(...claim.mark) && html`<p class="printed">${t("web.printed")}${claim.printed}</p>`}
    ${editing ? html`<${Edit} claim=${claim} say=${say} close=${() => setEditing(false)} />` : html`<dl>${["subject", "product", "place"].map(name => html`<dt>${t(`review_column.${name}`)}</dt><dd>${claim[name] ?? t("web.unsaid")}${claim.how[name] === "inferred" || claim.how[name] === "carried" ? html` <span class="small soft">${t(`web.inbox.how_${claim.how[name]}`)}</span>` : ""}</dd>`)}<dt>${t("web.speaks_of")}</dt><dd>${words.date ?? t("web.unsaid")}</dd><dt>${t("web.document")}</dt><dd>${claim.found_in} · ${claim.published ?? t("web.unsaid")}</dd></dl>`}
    ${error && html`<p class="warn" role="alert">${error}</p>`}
    ${!editing && html`<div class="row actions"><button type="button" class="accept" onClick=${() => say("accept")}>${t("web.inbox.accept")} <kbd>A</kbd></button><button type="button" onClick=${() => setEditing(true)}>${t("web.inbox.edit")} <kbd>E</kbd></button><button type="button" class="reject" onClick=${() => say("reject")}>${t("web.inbox.reject")} <kbd>R</kbd></button><button type="button" class="plain" onClick=${undo}>${t("web.inbox.undo")} <kbd>U</kbd></button><span class="small soft keys"><kbd>J</kbd> <kbd>K</kbd> ${t("web.inbox.move")}</span></div>`}
    ${claim.reviews.length > 0 && html`<details class="small"><summary>${t("web.reviews", { number: claim.reviews.length })}</summary>${claim.reviews.map(r => html`<div>${r.at.slice(0, 16).replace("T", " ")} ${r.who} · ${t(`web.action.${r.action}`)} ${Object.entries(r.fields).map(([k, v]) => `${k}=${typeof v === "object" && v ? v.raw ?? v.start : v}`).join(", ")} ${r.why ?? ""}</div>`)}</details>`}`;
}

const dateText = date => date == null ? "" : date.start === date.end ? date.start : `${date.start}..${date.end}`;

/** What is typed is kept on this machine until it is taken. */
function Edit({ claim, say, close }) {
  const before = Object.fromEntries(FIELDS.map(name => [name, name === "date" ? dateText(claim.date) : claim[name] ?? ""]));
  const key = `edit-${claim.id}`;
  const [values, setValues] = useState({ ...before, ...JSON.parse(localStorage.getItem(key) ?? "{}") });
  const form = useRef();
  useEffect(() => { form.current.querySelector("[name=product]").focus() }, []);
  const change = event => setValues(all => {
    const next = { ...all, [event.target.name]: event.target.value };
    localStorage.setItem(key, JSON.stringify(Object.fromEntries(Object.entries(next).filter(([name, value]) => String(value) !== String(before[name])))));
    return next;
  });
  const save = event => {
    event.preventDefault();
    const fields = Object.fromEntries(FIELDS.filter(name => String(values[name]) !== String(before[name])).map(name => [name, values[name] === "" ? null : values[name]]));
    if (Object.keys(fields).length) say("edit", fields, values.why || null); else close();
  };
  return html`<form class="edit" ref=${form} onSubmit=${save} onKeyDown=${e => e.key === "Escape" && (e.stopPropagation(), close())}>${FIELDS.map(name => html`<label class=${WIDE.includes(name) ? "wide" : ""}>${t(`review_column.${name}`)}${CHOICES[name] ? html`<select name=${name} value=${values[name]} onChange=${change}><option value=""></option>${CHOICES[name].map(([code, words]) => html`<option value=${code}>${words}</option>`)}</select>` : html`<input name=${name} value=${values[name]} onInput=${change} />`}</label>`)}<label class="wide">${t("review_column.why")}<input name="why" value=${values.why ?? ""} onInput=${change} /></label>
    <div class="row wide"><button class="primary">${t("web.inbox.save")} <kbd>Enter</kbd></button><button type="button" onClick=${close}>${t("web.close")} <kbd>Esc</kbd></button></div></form>`;
}

function Original({ claim, pick }) {
  const at = claim.clean_span[0];
  const [asked, ask] = useState(null);
  const inside = asked && asked.sha256 === claim.sha256 && at >= asked.start && claim.clean_span[1] <= asked.end;
  const page = useData(`/api/documents/${claim.sha256}`, { at: inside ? asked.at : at }, claim.reviews.length);
  useEffect(() => { if (page.data) ask({ sha256: page.data.sha256, start: page.data.start, end: page.data.end, at: inside ? asked.at : at }) }, [page.data]);
  const frame = useRef();
  useEffect(() => { const here = frame.current?.querySelector("mark.here"); if (here) frame.current.scrollTop = here.offsetTop - frame.current.clientHeight / 3 }, [page.data, claim.id]);
  return html`<section class="card original"><${Loaded} from=${page}>${data => {
    const parts = [];
    let end = 0;
    for (const mark of data.marks) {
      parts.push(data.text.slice(end, mark.start));
      const here = mark.claims.includes(claim.id);
      parts.push(html`<mark class="${here ? "here" : ""} ${mark.decision ?? ""}" onClick=${() => pick(mark.claims[0])}>${data.text.slice(mark.start, mark.end)}</mark>`);
      end = mark.end;
    }
    parts.push(data.text.slice(end));
    return html`<header><b>${data.name}</b><div class="small soft">${[data.source, data.published, data.repairs ? t("web.inbox.repairs", { number: data.repairs }) : null].filter(Boolean).join(" · ")}</div></header><div class="text" ref=${frame} tabindex="0" role="region" aria-label=${data.name}>${data.start > 0 && "…\n"}${parts}${data.end < data.length && "\n…"}</div>`;
  }}<//></section>`;
}

show(InboxPage);
