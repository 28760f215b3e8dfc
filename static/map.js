// The map that moves: asked for by a click, on the same query as the list. Without it, the drawing and the list stand.
"use strict";

const PLACES = {
  "Métropole": [[41.3, -5.2], [51.1, 9.6]],
  "Guadeloupe": [[15.8, -61.9], [16.55, -60.95]],
  "Martinique": [[14.35, -61.25], [14.9, -60.8]],
  "Guyane": [[2.1, -54.7], [5.8, -51.6]],
  "La Réunion": [[-21.4, 55.2], [-20.85, 55.85]],
  "Mayotte": [[-13.02, 45], [-12.62, 45.32]],
};
const POINTS_FROM_ZOOM = 8;
const FOCUSABLE_POINTS = 60; // beyond, the list beside is the way of the keyboard
const WIDEST = 20; // degrees of longitude in one frame
const AROUND = 0.5; // degrees around the middles of departments
const NEAR = 0.00006; // degrees: the points of the server are rounded to the fourth decimal
const PAUSE = 150; // milliseconds after the last movement

const view = document.querySelector(".map-view");
const invitation = view && view.querySelector(".map-explore");
if (invitation) {
  invitation.hidden = false;
  invitation.querySelector("button").addEventListener("click", () => explore().catch(excuse), { once: true });
}

function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

function excuse() {
  view.querySelector(".map-canvas")?.remove();
  view.querySelector("svg").removeAttribute("hidden");
  invitation.replaceChildren(make("span", { role: "alert" }, "La carte n’a pas pu se charger ; le dessin et la liste disent la même chose."));
  invitation.hidden = false;
}

function load(tag, properties) {
  return new Promise((resolve, reject) => {
    document.head.append(Object.assign(document.createElement(tag), properties, { onload: resolve, onerror: reject }));
  });
}

async function read(address, options) {
  const response = await fetch(address, options);
  if (!response.ok) throw new Error(`${address} : ${response.status}`);
  return response.json();
}

async function explore() {
  const { outlines, points, leaflet, leafletStyle } = view.dataset;
  invitation.hidden = true;
  const [land, counts] = await Promise.all([
    read(outlines),
    read(points),
    load("link", { rel: "stylesheet", href: leafletStyle }),
    load("script", { src: leaflet }),
  ]);
  const drawing = view.querySelector(".map svg");
  const canvas = make("div", { className: "map-canvas", tabIndex: 0 });
  canvas.setAttribute("role", "region");
  canvas.setAttribute("aria-label", "Carte à explorer : flèches pour se déplacer, plus et moins pour zoomer");
  drawing.setAttribute("hidden", "");
  drawing.before(canvas);
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(canvas, {
    attributionControl: false, zoomControl: false, minZoom: 3, maxZoom: 15, zoomSnap: 0.5,
    zoomAnimation: !still, fadeAnimation: !still, markerZoomAnimation: !still, inertia: !still,
  });
  L.control.zoom({ zoomInTitle: "Zoomer", zoomOutTitle: "Dézoomer" }).addTo(map);
  L.geoJSON(land, { interactive: false, style: { className: "map-land" } }).addTo(map);
  map.fitBounds(frameOf(counts.departements));
  canvas.before(tools(map));
  follow(map, counts);
  canvas.focus();
}

/** The departments that hold something, the mainland when they are too far apart for one frame. */
function frameOf(departments) {
  const bounds = L.latLngBounds(departments.map(([, latitude, longitude]) => [latitude, longitude]));
  if (!bounds.isValid() || bounds.getEast() - bounds.getWest() > WIDEST) return L.latLngBounds(PLACES["Métropole"]);
  const [south, west, north, east] = [bounds.getSouth(), bounds.getWest(), bounds.getNorth(), bounds.getEast()];
  return L.latLngBounds([south - AROUND, west - AROUND], [north + AROUND, east + AROUND]);
}

function tools(map) {
  const bar = make("div", { className: "map-tools" });
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", "Aller à");
  for (const [name, bounds] of Object.entries(PLACES)) {
    bar.append(make("button", { type: "button", onclick: () => map.fitBounds(bounds) }, name));
  }
  const { tiles, tilesCredit, tilesHost } = view.dataset;
  if (tiles) {
    bar.append(make("button", { type: "button", onclick: (event) => {
      L.tileLayer(tiles, { maxZoom: 19 }).addTo(map);
      map.getContainer().classList.add("with-tiles");
      view.querySelector("figcaption").append(make("p", {}, `Fond de carte : ${tilesCredit}`));
      event.target.remove();
    } }, `Afficher le fond de carte (images de ${tilesHost})`));
  }
  return bar;
}

/** Keeps what is drawn and the list beside in step with the frame. */
function follow(map, counts) {
  const layer = L.layerGroup().addTo(map);
  const title = make("h3");
  title.setAttribute("role", "status");
  const names = make("ul");
  const note = make("p", {}, `De loin, les ronds comptent ce que chaque département tient ; ${plural(counts.sans)} ne ${counts.sans > 1 ? "tiennent" : "tient"} dans aucun.`);
  view.querySelector(".map-side").prepend(title, make("div", { className: "named" }, names), note);
  let waiting, asking, open = false;
  const update = async () => {
    asking?.abort();
    asking = new AbortController();
    try {
      const found = await read(inBox(map.getBounds()), { signal: asking.signal });
      title.textContent = `${plural(found.total)} au point connu dans le cadre`;
      names.replaceChildren(...entries(found));
      if (open) return; // what is read keeps its place
      layer.clearLayers();
      const close = map.getZoom() >= POINTS_FROM_ZOOM && found.points.length;
      const marks = close ? points(found.points) : bubbles(map, counts.departements);
      for (const mark of marks) layer.addLayer(mark);
    } catch (error) {
      if (error.name !== "AbortError") title.textContent = "La liste n’a pas pu suivre la carte : déplacez-la de nouveau.";
    }
  };
  map.on("popupopen", () => { open = true; });
  map.on("popupclose", () => { open = false; });
  map.on("moveend", () => { clearTimeout(waiting); waiting = setTimeout(update, PAUSE); });
  update();
}

function inBox(bounds) {
  const clamp = (degrees, most) => Math.max(-most, Math.min(most, degrees)).toFixed(5);
  const box = [clamp(bounds.getWest(), 180), clamp(bounds.getSouth(), 90), clamp(bounds.getEast(), 180), clamp(bounds.getNorth(), 90)];
  return `${view.dataset.points}&emprise=${box}`;
}

function plural(count) {
  return `${count.toLocaleString("fr")} fiche${count > 1 ? "s" : ""}`;
}

function entries({ fiches, total }) {
  const items = fiches.map(([name, address]) => make("li", {}, make("a", { href: address }, name)));
  if (total > fiches.length) items.push(make("li", {}, `… et ${plural(total - fiches.length)} de plus : zoomez.`));
  return items;
}

function mark(place, className, size, words, text = "") {
  const icon = L.divIcon({ className, html: text, iconSize: [size, size] });
  const marker = L.marker(place, { icon, title: words });
  marker.on("add", () => marker.getElement().setAttribute("aria-label", words));
  return marker;
}

function bubbles(map, departments) {
  const most = Math.max(...departments.map((row) => row[3]));
  return departments.map(([name, latitude, longitude, count]) => {
    const place = [latitude, longitude];
    const bubble = mark(place, "map-bubble", 20 + 14 * Math.sqrt(count / most), `${name} : ${plural(count)}`, String(count));
    return bubble.on("click", () => map.setView(place, POINTS_FROM_ZOOM));
  });
}

function points(rows) {
  return rows.map(([latitude, longitude, rough, count]) => {
    const words = plural(count) + (rough ? ", position approchée" : "");
    const size = 14 + 4 * Math.sqrt(Math.min(count, 16));
    const point = mark([latitude, longitude], rough ? "map-point rough" : "map-point", size, words);
    point.options.keyboard = rows.length <= FOCUSABLE_POINTS;
    return point.bindPopup(make("div")).on("popupopen", () => name(point, words));
  });
}

/** Says in the popup what stands at a point. */
async function name(point, words) {
  const popup = point.getPopup();
  popup.getElement().querySelector(".leaflet-popup-close-button").setAttribute("aria-label", "Fermer");
  const { lat, lng } = point.getLatLng();
  const around = L.latLngBounds([lat - NEAR, lng - NEAR], [lat + NEAR, lng + NEAR]);
  const names = await read(inBox(around)).then(entries, () => [make("li", {}, "Liste indisponible.")]);
  popup.getContent().replaceChildren(make("strong", {}, words), make("ul", {}, ...names));
  popup.update();
}
