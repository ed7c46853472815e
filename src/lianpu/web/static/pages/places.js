// Plants by district and county: tiles, since borders are not ours to draw.
import { html, show, t, to, useAddress, useData } from "../lib/core.js";
import { Bar, Empty, Loaded, StatusLegend, colorOf } from "../lib/parts.js";

function PlacesPage() {
  const [at] = useAddress();
  const places = useData("/api/ledger/places", { place: at.place, at: at.at });
  return html`<section class="card row apart"><p class="soft lead">${t("web.places.lead")}</p><${StatusLegend} /></section><${Loaded} from=${places}>${data => data.tiles.length ? html`<div class="main"><div class="county-tiles">${data.tiles.map(tile => html`<${Tile} tile=${tile} region=${data.place} />`)}</div>${data.silent.length > 0 && html`<p class="soft small">${t("web.places.silent")}: ${data.silent.join(" · ")}</p>`}</div>` : html`<${Empty} title=${t("web.places.none")} />`}<//>`;
}

function Tile({ tile, region }) {
  const chains = [...new Set(tile.plants.map(plant => plant.chain))];
  return html`<section class="card ${tile.place ? "" : "untold"}"><header class="row apart"><h2>${tile.place ? html`<a href=${to("ledger", { place: `${region}${tile.place}` })}>${tile.place}</a>` : t("web.places.untold")}</h2><span class="row">${chains.map(chain => html`<i class="bubble ${colorOf(chain)}"></i>`)}<span class="soft small">${t("web.places.plants", { number: tile.plants.length })}</span></span></header>
    <div class="plants">${tile.plants.map(plant => html`<div class="plant ${colorOf(plant.chain)}"><div class="row apart"><b>${plant.stage ?? plant.product}</b><span class="small soft">${plant.owner ?? ""}</span></div><${Bar} parts=${plant.tranches} title=${plant.tranches.map(one => `${t(`status.${one.status}`)} ${one.size}`).join(" · ")} /><div class="small soft">${plant.tranches.map(one => `${t(`status.${one.status}`)} ${one.size}`).join(" · ")}</div></div>`)}</div></section>`;
}

show(PlacesPage);
