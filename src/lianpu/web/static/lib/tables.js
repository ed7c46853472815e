// Tables as the API gives them: sorted by a click on a heading, drawn row by row as they come into view.
import { html, lang, t, useEffect, useMemo, useRef, useState } from "./core.js";

const HIDDEN = ["claims", "rows", "figures"];
const STEP = 100;
const number = new Intl.NumberFormat(lang === "zh" ? "zh-CN" : "en", { maximumSignificantDigits: 6 });
const size = cell => cell == null ? -Infinity : typeof cell === "object" ? cell.typical : cell;

export function Cell({ cell, column }) {
  if (cell == null || cell === "") return html`<span class="soft">–</span>`;
  if (column.kind === "link") return html`<a href=${cell} rel="noreferrer">${cell}</a>`;
  if (typeof cell === "object") return cell.text;
  return typeof cell === "number" ? number.format(cell) : cell;
}

export function DataTable({ table, pick, chosen }) {
  const columns = table.columns.filter(column => !HIDDEN.includes(column.kind));
  const [sort, setSort] = useState(null);
  const [shown, show] = useState(STEP);
  const end = useRef();
  const rows = useMemo(() => {
    if (!sort) return table.rows;
    const compare = (a, b) => typeof a === "string" && typeof b === "string" ? a.localeCompare(b, lang) : size(a) < size(b) ? -1 : size(a) > size(b) ? 1 : 0;
    return [...table.rows].sort((a, b) => sort.way * compare(a[sort.key], b[sort.key]));
  }, [table, sort]);
  useEffect(() => {
    if (!end.current) return;
    const watcher = new IntersectionObserver(([entry]) => entry.isIntersecting && show(n => Math.min(rows.length, n + STEP)), { rootMargin: "400px" });
    watcher.observe(end.current);
    return () => watcher.disconnect();
  }, [rows, shown]);
  const turn = key => setSort(sort?.key === key ? (sort.way === 1 ? { key, way: -1 } : null) : { key, way: 1 });
  const numeric = column => ["number", "range"].includes(column.kind);
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${table.title}><table><thead><tr>${columns.map(column => html`<th class=${numeric(column) ? "n" : ""} aria-sort=${sort?.key === column.key ? (sort.way === 1 ? "ascending" : "descending") : "none"}><button type="button" class="plain sort" onClick=${() => turn(column.key)}>${column.title}${column.unit && ` [${column.unit}]`}${sort?.key === column.key ? (sort.way === 1 ? " ↑" : " ↓") : ""}</button></th>`)}</tr></thead>
    <tbody>${rows.slice(0, shown).map(row => html`<tr class=${pick ? "pick" : ""} aria-selected=${chosen?.(row)} onClick=${pick && (() => pick(row))}>${columns.map(column => html`<td class=${numeric(column) ? "n" : ""}><${Cell} cell=${row[column.key]} column=${column} /></td>`)}</tr>`)}</tbody></table>
    ${shown < rows.length && html`<p ref=${end} class="small soft">${t("web.more_rows", { number: rows.length - shown })}</p>`}</div>${table.note && html`<p class="small soft">${table.note}</p>`}`;
}
