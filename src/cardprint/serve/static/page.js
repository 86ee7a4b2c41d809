// The pages: each with its picture and the links on it. Only what has changed is swapped.
//
// A click on a page that is not on a link tells `document` of it, as an event "page-click" with
// { page, x, y, boxes }: the id of the page, the place in parts of its width and height, and what
// stands there, the smallest first: { name, box }, and of a text of the data { file, path }.

import { address, look } from "./news.js";
import { announce, make, say } from "./words.js";

const main = document.getElementById("pages");
const rail = document.querySelector("#thumbnails ol");
const shown = new Map();   // by id of the page
const pageOf = new Map();  // by name of a destination
const PX_PER_PT = 1.5;
const SHARPEST = 4;
let order = [];
let accepted = null;
const boxes = new Map();
let last = "";
let areMarked = false; // once all pages have been there, what changes is worth a mark
let wanted = decodeURIComponent(location.hash.slice(1));

const near = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      const page = shown.get(target.dataset.id);
      if (!page) continue;
      page.isNear = isIntersecting;
      if (isIntersecting) draw(page);
    }
  },
  { root: main, rootMargin: "100% 0px" },
);
const sight = new IntersectionObserver(
  (entries) => {
    for (const { target, intersectionRatio, isIntersecting } of entries) {
      const page = shown.get(target.dataset.id);
      if (page) page.share = isIntersecting ? Math.max(intersectionRatio, 0.001) : 0;
    }
    looked();
  },
  { root: main, threshold: [0, 0.1, 0.3, 0.5, 0.7, 0.9, 1] },
);

// The pages in sight, the one that is seen most before the others.
function inSight() {
  return order.filter((page) => page.share > 0.02).sort((one, other) => other.share - one.share);
}

function looked() {
  const pages = inSight();
  const first = current();
  for (const page of order) {
    if (page === first) page.thumbnail.setAttribute("aria-current", "page");
    else page.thumbnail.removeAttribute("aria-current");
  }
  first?.thumbnail.parentElement.scrollIntoView({ block: "nearest" });
  look(pages.map((page) => page.id));
}

export function current() {
  const middle = main.scrollTop + main.clientHeight / 3;
  return order.findLast((page) => page.element.offsetTop <= middle) ?? order[0];
}

export function goTo(page) {
  if (!page) return;
  page.element.scrollIntoView({ block: "start" });
  page.element.focus({ preventScroll: true });
}

export function goBy(step) {
  const here = order.indexOf(current());
  goTo(order[Math.min(Math.max(here + step, 0), order.length - 1)]);
}

export function goToId(id) {
  goTo(shown.get(id));
}

export function numberOf(id) {
  const at = order.findIndex((page) => page.id === id);
  return at < 0 ? 0 : at + 1;
}

// What is looked at stays where it is on the screen, whatever `change` does above it.
export function keepPlace(change) {
  const page = current();
  const before = page && (main.scrollTop - page.element.offsetTop) / page.element.offsetHeight;
  change();
  if (page && page.element.isConnected) {
    main.scrollTop = page.element.offsetTop + before * page.element.offsetHeight;
  }
}

export function update(pages, isSettled) {
  areMarked ||= isSettled;
  const told = JSON.stringify(pages);
  if (told === last) return;
  last = told;
  keepPlace(() => {
    const ids = new Set(pages.map((each) => each.id));
    for (const [id, page] of shown) {
      if (!ids.has(id)) remove(page);
    }
    order = pages.map((told, i) => {
      const page = shown.get(told.id) ?? create(told.id);
      describe(page, told, i + 1);
      place(main, page.element, i);
      place(rail, page.item, i);
      return page;
    });
  });
  pageOf.clear();
  order.forEach((page) => page.names.forEach((name) => pageOf.has(name) || pageOf.set(name, page)));
  boxes.clear();
  if (wanted) goToWanted();
}

// What the address names: a place, or the page of a sheet. In another layout a place may be on
// another page, or on none; then it is the first page of its part. Until its sheet has been made
// that is all there is to go to, so it is looked for again, until somebody goes elsewhere.
function goToWanted() {
  const [kind, id] = wanted.split("/");
  const part = kind === "overview" || kind === "option" ? `card/${id}` : wanted.replace(/#.*/, "");
  const found = pageOf.get(wanted) ?? shown.get(wanted);
  (found ?? order.find((page) => page.id.startsWith(`${part}#`)))?.element.scrollIntoView();
  if (found?.digest) wanted = "";
}

for (const deed of ["wheel", "pointerdown", "keydown"]) {
  addEventListener(deed, () => { wanted = ""; }, { passive: true });
}

export function here() {
  const page = current();
  return page ? page.names[0] ?? page.id : "";
}

function place(parent, element, i) {
  if (parent.children[i] !== element) parent.insertBefore(element, parent.children[i] ?? null);
}

function remove(page) {
  near.unobserve(page.element);
  sight.unobserve(page.element);
  page.element.remove();
  page.item.remove();
  shown.delete(page.id);
}

function create(id) {
  const label = make("h2", { class: "label" });
  const sheet = make("div", { class: "sheet" });
  const element = make("article", { class: "page", tabindex: "-1", "data-id": id }, label, sheet);
  const small = make("div", { class: "small" });
  const thumbnail = make("a", { href: "#" }, small, make("span", { class: "number" }));
  const page = {
    id, element, label, sheet, thumbnail, small, item: make("li", {}, thumbnail),
    digest: "", drawn: "", thumb: "", links: "", laid: "", times: 0, names: [], share: 0, isNear: false, number: 0,
  };
  thumbnail.addEventListener("click", (event) => {
    event.preventDefault();
    goTo(page);
  });
  sheet.addEventListener("click", (event) => clicked(page, event));
  shown.set(id, page);
  near.observe(element);
  sight.observe(element);
  return page;
}

function describe(page, told, number) {
  const title = told.title ? say("page_titled", { number, title: told.title }) : say("page", { number });
  if (page.name !== title) {
    page.name = title;
    page.label.replaceChildren(make("b", {}, String(number)), ` ${told.title}`);
    page.label.setAttribute("aria-label", title);
    page.thumbnail.setAttribute("aria-label", title);
    page.thumbnail.querySelector(".number").textContent = number;
    for (const picture of page.sheet.querySelectorAll("img.now")) picture.alt = title;
  }
  page.number = number;
  page.sheet.dataset.waiting = told.digest ? "" : say("waiting");
  page.names = told.names;
  if (told.width && (page.width !== told.width || page.height !== told.height)) {
    page.element.style.setProperty("--shape", told.width / told.height);
    [page.width, page.height] = [told.width, told.height];
  }
  if (page.digest !== told.digest) {
    page.digest = told.digest;
    page.times = 0;
    if (page.isNear) draw(page).then(() => thumb(page));
    else thumb(page);
  }
  page.links = told.links;
  if (page.drawn === page.digest) lay(page);
}

function thumb(page) {
  if (!page.digest || page.thumb === page.digest) return;
  page.thumb = page.digest;
  const picture = make("img", { src: `/picture/${page.digest}.png`, alt: "", loading: "lazy" });
  if (page.small.firstChild) picture.decode().then(() => page.small.replaceChildren(picture), () => {});
  else page.small.replaceChildren(picture);
}

// Fetch what is not shown yet, and put it in place once it can be painted at once.
async function draw(page) {
  const { digest } = page;
  if (!digest) return;
  const times = sharpness(page);
  if (page.drawn === digest && page.times >= times) return;
  if (page.drawn !== digest) await swap(page, digest, 1);
  if (times > 1 && page.digest === digest && page.times < times) await swap(page, digest, times);
}

function sharpness(page) {
  const wanted = (page.sheet.clientWidth * devicePixelRatio) / (page.width * PX_PER_PT);
  return Math.min(Math.max(Math.ceil(wanted - 0.15), 1), SHARPEST);
}

async function swap(page, digest, times) {
  const sharp = times > 1 ? `?times=${times}` : "";
  const picture = make("img", { class: "now", alt: page.name, "data-digest": digest });
  picture.src = `/picture/${digest}.png${sharp}`;
  const isOther = page.drawn !== digest;
  try {
    await picture.decode();
  } catch {
    return; // another picture has taken its place, and the news of it is on its way
  }
  if (page.digest !== digest) return;
  const isNew = page.drawn && isOther;
  page.sheet.querySelector("img.now")?.remove();
  page.sheet.prepend(picture);
  page.drawn = digest;
  page.times = times;
  if (isNew && areMarked) mark(page);
  lay(page);
}

const calm = matchMedia("(prefers-reduced-motion: reduce)");

function mark(page) {
  const accent = getComputedStyle(document.body).getPropertyValue("--accent");
  if (!calm.matches) page.sheet.animate({ outline: [`3px solid ${accent}`, `3px solid transparent`] }, 1600);
  page.thumbnail.classList.add("changed");
  setTimeout(() => page.thumbnail.classList.remove("changed"), 4000);
  announce(say("changed", { number: page.number }));
}

async function linksOf(digest) {
  const answer = await fetch(`/links/${digest}.json`);
  return answer.ok ? answer.json() : [];
}

// The links of the picture that is shown, in the order in which they are read.
async function lay(page) {
  const digest = page.links;
  if (!digest || page.laid === digest) return;
  page.laid = digest;
  const links = await linksOf(digest);
  if (page.links !== digest) return;
  page.sheet.querySelectorAll("a").forEach((link) => link.remove());
  page.sheet.append(...links.map(linkOn));
}

function linkOn({ box, to, web, say: words }) {
  const outside = { href: to, target: "_blank", rel: "noopener noreferrer" };
  const isSafe = /^(https?|mailto|tel):/i.test(to);
  const link = make("a", { class: "link", title: words, "aria-label": words, ...(web ? (isSafe ? outside : {}) : { href: `#${to}` }) });
  const [left, top, width, height] = box.map((share) => `${share * 100}%`);
  Object.assign(link.style, { left, top, width, height });
  if (!web) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      event.stopPropagation();
      goTo(pageOf.get(to) ?? order[Number(to.match(/^number\/(\d+)$/)?.[1]) - 1]);
    });
  }
  return link;
}

// What stands where on a page, as long as the page stays the same.
export async function boxesOn(id) {
  if (!boxes.has(id)) {
    boxes.set(id, fetch(address("boxes", { page: id })).then((answer) => (answer.ok ? answer.json() : {})));
  }
  return (await boxes.get(id))[id] ?? [];
}

async function clicked(page, event) {
  if (event.target.closest("a")) return;
  const frame = page.sheet.getBoundingClientRect();
  const x = (event.clientX - frame.left) / frame.width;
  const y = (event.clientY - frame.top) / frame.height;
  const here = (await boxesOn(page.id))
    .filter(({ box: [left, top, width, height] }) => left <= x && x <= left + width && top <= y && y <= top + height)
    .sort((one, other) => one.box[2] * one.box[3] - other.box[2] * other.box[3]);
  const detail = { page: page.id, x, y, boxes: here };
  document.dispatchEvent(new CustomEvent("page-click", { detail }));
}

export function sharpen() {
  order.filter((page) => page.isNear).forEach(draw);
}

// The accepted pages, under those of now; a page is known by the places that it holds.
export async function showAccepted(isOn) {
  accepted ??= fetch(address("accepted")).then((answer) => (answer.ok ? answer.json() : []));
  const before = await accepted;
  for (const page of order) {
    page.sheet.querySelector("img.was")?.remove();
    const same = isOn && (before.find((each) => each.names.some((name) => page.names.includes(name))) ?? (page.names.length ? null : before[page.number - 1]));
    page.element.classList.toggle("is-accepted", Boolean(same));
    if (same) page.sheet.append(make("img", { class: "was", alt: say("was_accepted"), src: `/picture/${same.digest}.png`, loading: "lazy" }));
  }
  return before.length > 0;
}
