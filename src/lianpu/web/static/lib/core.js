// What every page shares: words, the API, the address, light and dark.
import { html, render, useEffect, useRef, useState } from "../vendor/preact.js";
export { html, render, useEffect, useMemo, useRef, useState } from "../vendor/preact.js";

export const context = JSON.parse(document.getElementById("context").textContent);
export const lang = context.lang;

/** The words of a key with values in their places; a code without words is shown as it is. */
export function t(key, values = {}) {
  const words = context.words[key] ?? key.slice(key.indexOf(".") + 1).replaceAll("_", " ");
  return words.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** Asks the API; a mistake comes as an Error with its one line. */
export async function api(path, params = {}, options = {}) {
  const url = new URL(path, location.href);
  for (const [name, value] of Object.entries({ lang, ...params })) if (value != null && value !== "") url.searchParams.set(name, value);
  const answer = await fetch(url, options).catch(() => { throw new Error(t("web.unreachable")) });
  const data = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(data.error ?? `${answer.status} ${answer.statusText}`);
  return data;
}

export const post = (path, body) => api(path, {}, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

/** The page's state in its address: [values, set]. Setting to null leaves a name out. */
export function useAddress() {
  const read = () => Object.fromEntries(new URLSearchParams(location.search));
  const [values, keep] = useState(read);
  useEffect(() => {
    const back = () => keep(read());
    addEventListener("popstate", back);
    addEventListener("addresschange", back);
    return () => { removeEventListener("popstate", back); removeEventListener("addresschange", back) };
  }, []);
  const set = (changes, { replace = false } = {}) => {
    const url = new URL(location.href);
    for (const [name, value] of Object.entries(changes)) value == null || value === "" ? url.searchParams.delete(name) : url.searchParams.set(name, value);
    if (url.href === location.href) return;
    history[replace ? "replaceState" : "pushState"](null, "", url);
    dispatchEvent(new Event("addresschange"));
    const other = new URL(document.querySelector(".switch").href);
    other.search = url.search;
    other.searchParams.set("lang", lang === "zh" ? "en" : "zh");
    document.querySelector(".switch").href = other.href;
  };
  return [values, set];
}

/** The address of another view with the same language. */
export function to(page, params = {}) {
  const url = new URL(`/${page}`, location.href);
  for (const [name, value] of Object.entries({ lang, ...params })) if (value != null && value !== "") url.searchParams.set(name, value);
  return url.pathname + url.search;
}

/** Data of the API for a page: what was there stays, marked stale, until the new has come. `path` null asks nothing. */
export function useData(path, params = {}, version = 0) {
  const [state, keep] = useState({ data: null, error: null, loading: true });
  const key = JSON.stringify([path, params, version]);
  useEffect(() => {
    if (!path) return keep({ data: null, error: null, loading: false });
    let mine = true;
    keep(before => ({ ...before, loading: true }));
    api(path, params).then(
      data => mine && keep({ data, error: null, loading: false }),
      error => mine && keep({ data: null, error: error.message, loading: false }));
    return () => { mine = false };
  }, [key]);
  return state;
}

/** Changes less often than it is asked to: for what follows a slider. */
export function useLater(call, wait = 120) {
  const timer = useRef();
  return (...values) => { clearTimeout(timer.current); timer.current = setTimeout(() => call(...values), wait) };
}

export function download(name, text, kind) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(text instanceof Blob ? text : new Blob([text], { type: kind }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

export const dark = () => (document.documentElement.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";

function applyTheme(theme) {
  if (theme) document.documentElement.dataset.theme = theme; else delete document.documentElement.dataset.theme;
}
applyTheme(localStorage.getItem("theme"));
document.getElementById("theme").addEventListener("click", () => {
  const theme = dark() ? "light" : "dark";
  localStorage.setItem("theme", theme);
  applyTheme(theme);
  dispatchEvent(new Event("themechange"));
});

/** Puts a page's component into the shell. */
export function show(component) {
  const main = document.getElementById("main");
  main.textContent = "";
  render(html`<${component} />`, main);
}
