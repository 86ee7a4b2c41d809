"use strict";
// Every changed page is in the document; this shows them one at a time, in one of six ways.
(() => {
  const BLINK_MS = 700;
  const body = document.body;
  const find = (selector, root = document) => [...root.querySelectorAll(selector)];
  const byId = (id) => document.getElementById(id);
  const pages = find("article.page");
  if (!pages.length) return;

  let current = null; // the page on show
  let mode = "side";
  let timer = 0;

  // Pages

  function open(page) {
    if (page === current) return;
    stopBlinking();
    for (const other of pages) other.classList.toggle("current", other === page);
    for (const link of find("nav a")) link.removeAttribute("aria-current");
    const link = find("nav a").find((each) => each.getAttribute("href") === `#${page.id}`);
    link.setAttribute("aria-current", "true");
    reveal(link);
    current = page;
    const index = pages.indexOf(page);
    byId("position").textContent = body.dataset.position
      .replace("{index}", index + 1)
      .replace("{count}", pages.length);
    byId("previous").disabled = index === 0;
    byId("next").disabled = index === pages.length - 1;
    applyMode();
  }

  // Scrolls the list of pages and never the document, as scrollIntoView would.
  function reveal(link) {
    const list = find("nav")[0];
    const [inner, outer] = [link.getBoundingClientRect(), list.getBoundingClientRect()];
    if (inner.top < outer.top) list.scrollTop -= outer.top - inner.top + 8;
    if (inner.bottom > outer.bottom) list.scrollTop += inner.bottom - outer.bottom + 8;
  }

  // The toolbar sticks to the top, so the page begins where it is.
  function scrollUp() {
    const top = byId("changes").getBoundingClientRect().top + window.scrollY;
    if (window.scrollY > top) window.scrollTo(0, top);
  }

  function step(by) {
    const page = pages[pages.indexOf(current) + by];
    if (!page) return;
    history.replaceState(null, "", `#${encodeURIComponent(page.id)}`);
    open(page);
    scrollUp();
  }

  function openHash() {
    const id = decodeURIComponent(location.hash.slice(1));
    const page = pages.find((each) => each.id === id);
    open(page ?? current ?? pages[0]);
    if (page) byId("changes").scrollIntoView();
  }

  // Modes

  function applyMode() {
    const only = current.dataset.only;
    body.dataset.mode = only ?? mode;
    for (const button of find("[data-mode]", byId("changes"))) {
      button.disabled = Boolean(only) && button.dataset.mode !== only;
      button.setAttribute("aria-pressed", String(button.dataset.mode === body.dataset.mode));
    }
  }

  function setMode(wanted) {
    stopBlinking();
    mode = wanted;
    applyMode();
    if (body.dataset.mode === "blink" && !isStill()) startBlinking();
  }

  // Blinking

  const isStill = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

  function showFace(face) {
    body.dataset.face = face;
    const say = body.dataset; // in the language of the report
    const other = face === "before" ? say.showAfter : say.showBefore;
    const words = isStill() ? other : timer ? say.pause : say.blink;
    for (const button of find(".blinker")) button.textContent = words;
  }

  const flip = () => showFace(body.dataset.face === "before" ? "after" : "before");

  function startBlinking() {
    timer = setInterval(flip, BLINK_MS);
    flip();
  }

  function stopBlinking() {
    clearInterval(timer);
    timer = 0;
    showFace(body.dataset.face);
  }

  function toggleBlinking() {
    if (isStill()) flip();
    else if (timer) stopBlinking();
    else startBlinking();
  }

  // Findings and their outlines

  const twins = (element) => find(`[data-finding="${element.dataset.finding}"]`, element.closest("article"));

  function light(event) {
    const element = event.target.closest?.("article [data-finding]");
    for (const lit of find(".lit")) lit.classList.remove("lit");
    if (element) for (const twin of twins(element)) twin.classList.add("lit");
  }

  function follow(event) {
    const region = event.target.closest(".region");
    if (region) twins(region).find((twin) => twin.matches(".finding")).querySelector(".message").focus();
    const message = event.target.closest("article .message");
    if (!message) return;
    const outlines = twins(message.closest(".finding")).filter((twin) => twin.matches(".region"));
    const visible = outlines.find((twin) => twin.checkVisibility({ visibilityProperty: true }));
    visible?.scrollIntoView({ block: "nearest" });
  }

  // Toggles

  function toggle(name) {
    const on = byId(name).getAttribute("aria-pressed") !== "true";
    byId(name).setAttribute("aria-pressed", String(on));
    body.dataset[name] = on ? "on" : "off";
  }

  const help = () => byId("keys").showModal();

  // Keys

  const KEYS = {
    j: () => step(1), n: () => step(1), k: () => step(-1), p: () => step(-1),
    l: () => toggle("links"), r: () => toggle("regions"), "?": help,
  };

  const isTyping = (target) =>
    target.closest?.("textarea, select, [contenteditable], input:not([type=range])");

  function press(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return;
    if (byId("keys").open) return;
    const button = find(".modes button")[Number(event.key) - 1];
    const action = button ? () => button.disabled || setMode(button.dataset.mode) : KEYS[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  }

  function slide(event) {
    if (!event.target.matches(".slider")) return;
    event.target.parentElement.style.setProperty("--cut", event.target.value);
  }

  function click(event) {
    const button = event.target.closest("button");
    if (button?.matches(".modes button")) setMode(button.dataset.mode);
    if (button?.matches(".blinker")) toggleBlinking();
    follow(event);
  }

  byId("previous").addEventListener("click", () => step(-1));
  byId("next").addEventListener("click", () => step(1));
  byId("regions").addEventListener("click", () => toggle("regions"));
  byId("links").addEventListener("click", () => toggle("links"));
  byId("help").addEventListener("click", help);
  document.addEventListener("click", click);
  document.addEventListener("input", slide);
  document.addEventListener("keydown", press);
  document.addEventListener("mouseover", light);
  document.addEventListener("focusin", light);
  window.addEventListener("hashchange", openHash);

  document.documentElement.classList.add("js");
  find(".toolbar")[0].hidden = false;
  openHash();
})();
