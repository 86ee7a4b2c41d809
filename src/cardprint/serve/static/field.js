// One field of the form as elements, or a group or list with all that is in it.

import { message } from "./asking.js";
import { make, say } from "./words.js";

export const keyOf = (path) => JSON.stringify(path);
const isGroup = (field) => field.kind === "group" || field.kind === "list" || field.kind === "fixed";
const isEmpty = (field) =>
  isGroup(field) ? field.fields.every(isEmpty) : field.kind === "several" ? !field.chosen.length : !field.value;

// What is optional and empty stands together at the end, so that a form begins with what it says.
export function drawAll(fields, form) {
  const quiet = fields.filter((field) => !field.required && isEmpty(field));
  const shown = fields.filter((field) => !quiet.includes(field));
  const more = make("details", { class: "more", "data-key": `more ${keyOf(fields[0]?.path.slice(0, -1) ?? [])}` },
    make("summary", {}, say("more_fields")), ...quiet.map((field) => draw(field, form)));
  return [...shown.map((field) => draw(field, form)), quiet.length ? more : ""];
}

export function draw(field, form) {
  if (field.kind === "list") return list(field, form);
  if (field.kind === "fixed") return make("fieldset", {}, make("legend", {}, field.label), ...field.fields.map((each) => draw(each, form)));
  if (field.kind === "group") return group(field, form);
  if (field.kind === "several") return several(field, form);
  return single(field, form);
}

function group(field, form) {
  if (!field.fields.length && field.asks.length) return adder(field, field.label, field.path, field.asks, form);
  const body = drawAll(field.fields, form);
  if (field.path.at(-2) === "answers") body.push(plain("applies", () => form.answer(field.path, "")));
  const removed = field.required || !field.fields.some((each) => !isEmpty(each)) ? "" : remover(field, field.label, form);
  return make("fieldset", { "data-path": keyOf(field.path) }, make("legend", {}, field.label), ...body, removed);
}

function list(field, form) {
  const entries = field.fields.map((each, i) => entry(each, field, i, form));
  const path = [...field.path, field.fields.length];
  return make("section", { class: "list" }, make("h3", {}, field.label), ...entries, adder(field, field.entry, path, field.asks, form));
}

function entry(field, above, i, form) {
  const title = titleOf(field) || `${above.entry} ${i + 1}`;
  const count = above.fields.length;
  const buttons = make("div", { class: "buttons tight" },
    i > 0 ? button("up", say("up", { what: title }), "M6 15l6-6 6 6", () => form.move(field.path, i - 1)) : "",
    i < count - 1 ? button("down", say("down", { what: title }), "M6 9l6 6 6-6", () => form.move(field.path, i + 1)) : "",
    remover(field, title, form));
  if (!isGroup(field)) return make("div", { class: "entry" }, single(field, form), buttons);
  const body = make("details", { "data-key": keyOf(field.path) }, make("summary", {}, title, marks(field, form)), ...drawAll(field.fields, form));
  return make("div", { class: "entry" }, body, buttons);
}

function marks(field, form) {
  const below = (path) => keyOf(path).startsWith(keyOf(field.path).slice(0, -1));
  const open = form.data.unwritten.filter(below).length;
  const wrong = form.data.problems.some((each) => each.path && below(each.path));
  if (wrong) return make("span", { class: "mark bad" }, say("not_done"));
  return open ? make("span", { class: "mark" }, say("to_write_count", { n: open })) : "";
}

function titleOf(field) {
  const named = ["title", "label", "heading", "term", "name", "text", "condition", "to", "file"];
  const found = named.map((name) => field.fields.find((each) => each.path.at(-1) === name)?.value).find(Boolean);
  return found && (found.length > 60 ? `${found.slice(0, 60)}…` : found);
}

function adder(field, what, path, asks, form) {
  if (!asks.length) return "";
  const add = make("button", { type: "button", class: "add", "data-add": keyOf(path) }, `+ ${say("add", { what })}`);
  add.addEventListener("click", () => form.add(what, path, asks));
  return add;
}

function remover(field, title, form) {
  return button("remove", say("remove", { what: title }), "M6 6l12 12M18 6L6 18", () => form.remove(field.path, title));
}

function button(kind, label, drawing, act) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  line.setAttribute("d", drawing);
  svg.append(line);
  const element = make("button", { type: "button", class: `icon ${kind}`, title: label, "aria-label": label }, svg);
  element.addEventListener("click", act);
  return element;
}

function plain(name, act) {
  const element = make("button", { type: "button", class: "plain", "data-do": name }, say(name));
  element.addEventListener("click", act);
  return element;
}

function several(field, form) {
  const boxes = field.choices.map(([value, label]) => {
    const box = make("input", { type: "checkbox", value, checked: field.chosen.includes(value) });
    return make("label", { class: "box" }, box, ` ${label}`);
  });
  const set = make("fieldset", { "data-path": keyOf(field.path) }, make("legend", {}, field.label), ...boxes);
  set.addEventListener("change", () => {
    form.choose(field.path, [...set.querySelectorAll("input:checked")].map((box) => box.value));
  });
  return set;
}

let count = 0;

export function single(field, form) {
  const key = keyOf(field.path);
  const id = `field-${++count}`;
  const typed = form.typed.get(form.where(field.path));
  const toWrite = form.data.unwritten.some((path) => keyOf(path) === key);
  const value = typed?.value ?? (toWrite ? "" : field.value ?? "");
  const input = control(field, id, value, toWrite);
  const element = make("div", { class: "field", "data-path": key },
    make("label", { for: id }, field.label, field.required ? "" : make("span", { class: "quiet" }, ` (${say("optional")})`)),
    input,
    field.help ? make("p", { class: "quiet", id: `${id}-help` }, field.help) : "",
    make("p", { class: "gauge quiet" }),
    make("ul", { class: "messages", id: `${id}-messages` }));
  input.setAttribute("aria-describedby", `${field.help ? `${id}-help ` : ""}${id}-messages`);
  if (field.kind === "file") {
    input.after(change(field, form));
    return element;
  }
  if (field.path.at(-2) === "answers") {
    element.append(plain("not_applicable", () => form.notApplicable(field.label, field.path)));
  }
  input.addEventListener("input", () => form.type(field, input.value, element));
  input.addEventListener("change", () => form.set(field, input.value, element));
  input.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "s") {
      event.preventDefault();
      form.set(field, input.value, element);
    }
  });
  const known = [...form.data.problems, ...form.data.remarks].filter((each) => each.path && keyOf(each.path) === key);
  tell(element, typed?.problems ?? known, typed?.problems?.length > 0 || form.data.problems.some((each) => known.includes(each)));
  if (typed?.conflict) conflict(element, field, typed, form);
  return element;
}

function control(field, id, value, toWrite) {
  if (field.kind === "choice") {
    const options = field.choices.map(([each, label]) => make("option", { value: each, selected: each === value }, label));
    if (!field.required || !value) options.unshift(make("option", { value: "" }, say("no_choice")));
    return make("select", { id }, ...options);
  }
  const placeholder = toWrite ? say("to_write") : false;
  if (field.kind === "prose" || field.kind === "text") {
    const area = make("textarea", { id, rows: "1", placeholder, "aria-required": field.required }, value);
    area.value = value;
    return area;
  }
  if (field.kind === "file") return make("output", { id }, value);
  const type = field.kind === "date" ? "date" : "text";
  return make("input", { id, type, value, placeholder, autocomplete: "off", "aria-required": field.required, class: field.kind });
}

function change(field, form) {
  const other = make("button", { type: "button" }, say("replace_picture"));
  other.addEventListener("click", () => form.picture(field.label, field.path.slice(0, -1)));
  return other;
}

export function tell(element, found, isWrong) {
  element.classList.toggle("wrong", Boolean(isWrong));
  element.querySelector("input, textarea, select")?.setAttribute("aria-invalid", Boolean(isWrong));
  element.querySelector(".messages").replaceChildren(...found.map(message));
}

export function gauge(element, { words, reads }) {
  const count = words === 1 ? say("word") : say("words", { n: words });
  element.querySelector(".gauge").textContent = reads ? `${count}, ${reads}` : count;
}

// Both versions, for a person to choose from; nothing has been written.
export function conflict(element, field, typed, form) {
  element.querySelector(".conflict")?.remove();
  const mine = make("button", { type: "button" }, say("take_mine"));
  const theirs = make("button", { type: "button" }, say("take_theirs"));
  mine.addEventListener("click", () => form.takeMine(field, typed, element));
  theirs.addEventListener("click", () => form.takeTheirs(field));
  element.append(make("div", { class: "conflict", role: "alert" },
    make("p", {}, make("b", {}, say("conflict"))),
    make("h4", {}, say("mine")), make("p", { class: "version" }, typed.value),
    make("h4", {}, say("theirs")), make("p", { class: "version" }, typed.conflict.theirs ?? "—"),
    make("div", { class: "buttons" }, mine, theirs)));
}
