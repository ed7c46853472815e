// The twelve questions: sentences, tables, and what would have to be known.
import { html, show, t, useAddress, useData } from "../lib/core.js";
import { Failed, Loaded } from "../lib/parts.js";
import { Shown } from "../lib/answers.js";

function QuestionsPage() {
  const [at, go] = useAddress();
  const list = useData("/api/questions");
  const number = /^([1-9]|1[0-2])$/.test(at.q ?? "") ? at.q : "1";
  const answer = useData(`/api/questions/${number}`, { place: at.place, figure: number === "12" ? at.figure : null });
  if (list.error) return html`<${Failed} error=${list.error} />`;
  if (!list.data) return html`<p class="soft loading">${t("web.loading")}</p>`;
  return html`<div class="ask"><nav class="card list" aria-label=${t("web.page.questions")}><ol>${list.data.questions.map(one => html`<li><button type="button" class="plain" aria-current=${String(one.number) === number} onClick=${() => go({ q: one.number })}><span class="no">${one.number}</span>${one.question}</button></li>`)}</ol></nav>
    <${Loaded} from=${answer}>${data => html`<div class="main"><section class="card said"><h2>${data.number}. ${data.question}</h2>${data.sentences.map(sentence => html`<p>${sentence}</p>`)}${data.lacking.length > 0 && html`<div class="lacking"><b>${t("web.questions.lacking")}</b><ul>${data.lacking.map(one => html`<li>${one}</li>`)}</ul></div>`}</section><${Shown} tables=${data.shown} /></div>`}<//></div>`;
}

show(QuestionsPage);
