// The buttons and keys: zoom, full screen, the page as it was accepted, the panels.

import { goBy, here, keepPlace, sharpen, showAccepted } from "./page.js";
import { announce, say } from "./words.js";

const root = document.documentElement;
const by = (id) => document.getElementById(id);
const STEPS = [0.25, 0.35, 0.5, 0.7, 0.85, 1, 1.2, 1.5, 2, 3];
let zoom = 1;

function setZoom(wanted) {
  zoom = wanted;
  keepPlace(() => root.style.setProperty("--zoom", zoom));
  by("zoom").textContent = `${Math.round(zoom * 100)}%`;
  sharpen();
}

const larger = () => setZoom(STEPS.find((step) => step > zoom) ?? zoom);
const smaller = () => setZoom(STEPS.findLast((step) => step < zoom) ?? zoom);
const fit = () => setZoom(1);

function fullScreen() {
  if (document.fullscreenElement) document.exitFullscreen();
  else root.requestFullscreen().catch(() => {});
}

async function accepted(isOn) {
  const isThere = await showAccepted(isOn);
  by("accepted").setAttribute("aria-pressed", isOn && isThere);
  if (isOn) announce(say(isThere ? "was_accepted" : "no_accepted"));
  by("accepted").title = say(isThere ? "accepted" : "no_accepted");
}

const isAccepted = () => by("accepted").getAttribute("aria-pressed") === "true";

function toggle(part, button, state, isOn = !document.body.classList.contains(`with-${part}`)) {
  keepPlace(() => document.body.classList.toggle(`with-${part}`, isOn));
  by(button).setAttribute(state, isOn);
  sharpen();
}

export const togglePanel = (isOn) => toggle("panel", "remarks", "aria-expanded", isOn);
export const toggleThumbnails = (isOn) => toggle("thumbnails", "small_pages", "aria-pressed", isOn);

const KEYS = {
  j: () => goBy(1), k: () => goBy(-1), "+": larger, "=": larger, "-": smaller, 0: fit,
  f: fullScreen, r: () => togglePanel(), t: () => toggleThumbnails(), "?": () => by("help").showModal(),
};

function isTyping(event) {
  return event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea, [contenteditable], dialog");
}

addEventListener("keydown", (event) => {
  if (isTyping(event)) return;
  if (event.key === "b" && !event.repeat) accepted(!isAccepted());
  else if (event.key in KEYS) KEYS[event.key]();
  else return;
  event.preventDefault();
});
let pressed = 0;
addEventListener("keydown", (event) => { if (event.key === "b" && !event.repeat) pressed = event.timeStamp; });
addEventListener("keyup", (event) => {
  // Held and let go is a look; a short press switches.
  if (event.key === "b" && !isTyping(event) && event.timeStamp - pressed > 400 && isAccepted()) accepted(false);
});
addEventListener("resize", sharpen);

by("larger").addEventListener("click", larger);
by("smaller").addEventListener("click", smaller);
by("fit").addEventListener("click", fit);
by("full_screen").addEventListener("click", fullScreen);
by("accepted").addEventListener("click", () => accepted(!isAccepted()));
by("remarks").addEventListener("click", () => togglePanel());
by("small_pages").addEventListener("click", () => toggleThumbnails());
by("keyboard").addEventListener("click", () => by("help").showModal());

by("choice").addEventListener("change", () => {
  const { toolkit, layout, theme } = Object.fromEntries(new FormData(by("choice")));
  const asked = theme ? `?${new URLSearchParams({ theme })}` : "";
  location.assign(`/view/${encodeURIComponent(toolkit)}/${encodeURIComponent(layout)}${asked}#${encodeURIComponent(here())}`);
});

const isWide = matchMedia("(min-width: 60rem)").matches;
togglePanel(isWide);
toggleThumbnails(isWide);
