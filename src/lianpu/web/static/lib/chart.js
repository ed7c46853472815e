// A figure of the API: drawn with ECharts where it comes into view, with its source, its data, and ways to take it along.
import { api, dark, download, html, lang, t, useData, useEffect, useRef, useState } from "./core.js";
import { DataTable } from "./tables.js";
import { Failed } from "./parts.js";

let loading;
const echarts = () => loading ??= import("../vendor/echarts.js");

export function Figure({ name, params = {} }) {
  const [theme, setTheme] = useState(dark() ? "dark" : "light");
  const [table, showTable] = useState(false);
  const figure = useData(`/api/figures/${name}`, { ...params, theme });
  const frame = useRef();
  const chart = useRef();
  useEffect(() => {
    const change = () => setTheme(dark() ? "dark" : "light");
    addEventListener("themechange", change);
    return () => removeEventListener("themechange", change);
  }, []);
  useEffect(() => {
    if (!figure.data || !frame.current) return;
    let gone = false;
    const size = new ResizeObserver(() => chart.current?.resize());
    echarts().then(({ init }) => {
      if (gone || !frame.current) return;
      chart.current ??= init(frame.current);
      chart.current.resize();
      chart.current.setOption(fitted(figure.data.option, frame.current.clientWidth), true);
      size.observe(frame.current);
    });
    return () => { gone = true; size.disconnect() };
  }, [figure.data]);
  useEffect(() => () => chart.current?.dispose(), []);
  if (figure.error) return html`<${Failed} error=${figure.error} />`;
  const data = figure.data;
  return html`<figure class="figure"><figcaption class="row apart"><b>${data?.title ?? t("web.loading")}</b>${data && html`<span class="row tools"><button type="button" class="plain small" onClick=${() => png(chart.current, name)}>${t("web.figure.png")}</button><button type="button" class="plain small" onClick=${() => svg(data, frame.current.clientWidth, name)}>${t("web.figure.svg")}</button><a class="small" href=${`/api/figures/${name}.csv?${new URLSearchParams({ lang, ...clean(params) })}`}>${t("web.figure.csv")}</a></span>`}</figcaption>
    <div class="canvas" ref=${frame} role="img" aria-label=${data?.title} style=${{ height: `${data?.height ?? 300}px` }}></div>
    ${data && html`<p class="small soft">${data.source}</p><details class="small" onToggle=${e => showTable(e.currentTarget.open)}><summary>${t("web.figure.data")} (${data.table.rows.length})</summary>${table && html`<${DataTable} table=${data.table} />`}</details>`}
  </figure>`;
}

const clean = params => Object.fromEntries(Object.entries(params).filter(([, value]) => value != null && value !== ""));

/** On a narrow page a Sankey's names need less room at the right. */
function fitted(option, width) {
  if (width > 520 || option.series?.[0]?.type !== "sankey") return option;
  const [series] = option.series;
  return { ...option, series: [{ ...series, right: 84, left: 2, label: { ...series.label, fontSize: 11 } }] };
}

function png(chart, name) {
  const canvas = chart.renderToCanvas({ pixelRatio: 2, backgroundColor: getComputedStyle(document.body).getPropertyValue("--card") });
  canvas.toBlob(blob => download(`${name}.png`, blob));
}

/** Drawn anew without a page, so that nothing is cropped and every text stays a text. */
async function svg(data, width, name) {
  const { init } = await echarts();
  const chart = init(null, null, { renderer: "svg", ssr: true, width: Math.max(width, 900), height: data.height });
  chart.setOption(data.option);
  download(`${name}.svg`, chart.renderToSVGString(), "image/svg+xml");
  chart.dispose();
}
