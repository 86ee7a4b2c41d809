// The form in the panel: a part of the toolkit, its fields, and what is not saved yet.

import { ask, fetchForm, pictureField, post, upload } from "./asking.js";
import { conflict, drawAll, gauge, keyOf, single, tell } from "./field.js";
import { togglePanel } from "./tools.js";
import { announce, make, say } from "./words.js";

const root = document.getElementById("form");
const undo = make("button", { type: "button", id: "undo", "aria-keyshortcuts": "Control+Z" }, say("undo"));
const redo = make("button", { type: "button", id: "redo", "aria-keyshortcuts": "Control+Y" }, say("redo"));
const state = make("span", { id: "saved", role: "status" }, say("saved"));
const parts = make("select", { id: "part" });
const partButtons = make("div", { class: "buttons part-buttons" });
const fields = make("div", { id: "fields" });
root.append(
  make("h2", {}, say("edit")),
  make("div", { class: "form-bar" }, undo, redo, state),
  make("p", { class: "quiet" }, say("pick")),
  make("label", { for: "part" }, say("part")), parts, partButtons, fields,
);

const form = {
  data: null,
  file: "",
  typed: new Map(), // by file and path: { value, old, problems, conflict }
  where: (path) => `${form.file} ${keyOf(path)}`,
  type, set, add, remove, move, choose, picture, answer, notApplicable, takeMine, takeTheirs,
};
let drawn = "";
let wanted = "";
let turn = 0;
let latest;
let waiting;
let timer;

function show(name) {
  state.textContent = say(name);
  state.dataset.state = name;
}

const isTyping = () => {
  const path = document.activeElement?.closest?.("#fields .field")?.dataset.path;
  return path !== undefined && form.typed.has(`${form.file} ${path}`);
};

// The newest form, unless somebody is typing in it: then it comes as soon as they have done.
// Of several that are asked for at the same time, only the last counts, for all who wait.
export function refresh(file = wanted) {
  wanted = file;
  turn += 1;
  latest = load(turn);
  return latest;
}

async function load(mine) {
  clearTimeout(waiting);
  const data = await fetchForm(wanted);
  if (mine !== turn) return latest;
  if (!data) return;
  if (data.file === form.file && isTyping()) {
    waiting = setTimeout(() => refresh(), 700);
    return;
  }
  const told = JSON.stringify(data);
  if (told === drawn) return;
  drawn = told;
  form.data = data;
  form.file = data.file;
  for (const { path, value } of data.drafts) {
    if (!form.typed.has(form.where(path))) form.typed.set(form.where(path), { value, old: valueAt(path) });
  }
  redraw();
}

function find(path, among = form.data.fields) {
  for (const field of among) {
    const found = keyOf(field.path) === keyOf(path) ? field : find(path, field.fields);
    if (found) return found;
  }
  return null;
}

const valueAt = (path) => find(path)?.value ?? null;

function redraw() {
  const open = new Set([...fields.querySelectorAll("details[open]")].map((each) => each.dataset.key));
  const focused = document.activeElement?.closest?.("#fields .field")?.dataset.path;
  const scroll = root.parentElement.scrollTop;
  const { files, undo: canUndo, redo: canRedo } = form.data;
  let cards = 0;
  parts.replaceChildren(...files.map(({ file, kind, title, unwritten, wrong }) => {
    const name = kind === "toolkit" ? say("of_toolkit") : kind === "card" ? `${++cards}. ${title}` : title;
    const mark = wrong ? ` (${say("not_done")})` : unwritten ? ` (${say("to_write_count", { n: unwritten })})` : "";
    return make("option", { value: file, selected: file === form.file }, name + mark);
  }));
  undo.disabled = !canUndo;
  redo.disabled = !canRedo;
  drawPartButtons(files);
  fields.replaceChildren(...elsewhere(), ...drawAll(form.data.fields, form));
  for (const details of fields.querySelectorAll("details")) details.open = open.has(details.dataset.key);
  if (focused) fields.querySelector(`.field[data-path=${CSS.escape(focused)}]`)?.querySelector("input, textarea, select")?.focus();
  root.parentElement.scrollTop = scroll;
  show(form.typed.size ? "not_saved" : "saved");
}

function elsewhere() {
  const found = form.data.problems.filter((each) => !each.path || !find(each.path));
  return found.length ? [make("ul", { class: "messages" }, ...found.map((each) => make("li", {}, `${each.message} ${each.hint}`)))] : [];
}

function drawPartButtons(files) {
  const at = files.findIndex((each) => each.file === form.file);
  const here = files[at];
  const button = (words, act, name) => {
    const element = make("button", { type: "button", "data-do": name }, words);
    element.addEventListener("click", act);
    return element;
  };
  const made = [
    button(`+ ${say("new_card")}`, () => newPart("add-card"), "add-card"),
    button(`+ ${say("new_page")}`, () => newPart("add-page"), "add-page"),
  ];
  if (here?.kind === "toolkit") made.push(button(`+ ${say("new_toolkit")}`, () => newPart("new-toolkit"), "new-toolkit"));
  else {
    const what = here.title;
    if (at > 1) made.push(button("↑", () => movePart(at - 2), "part-up"));
    if (at < files.length - 1) made.push(button("↓", () => movePart(at), "part-down"));
    made.push(button(say("remove", { what }), () => removePart(what), "remove-part"));
    made.find((each) => each.dataset.do === "part-up")?.setAttribute("aria-label", say("up", { what }));
    made.find((each) => each.dataset.do === "part-down")?.setAttribute("aria-label", say("down", { what }));
  }
  partButtons.replaceChildren(...made);
}

// What is typed shows on the pages after a moment; it is saved when the field is left.
function type(field, value, element) {
  const key = form.where(field.path);
  const before = form.typed.get(key);
  form.typed.set(key, { ...before, value, old: before ? before.old : field.value });
  show("not_saved");
  clearTimeout(timer);
  timer = setTimeout(async () => {
    const answer = await post({ do: "draft", file: form.file, path: field.path, value });
    if (answer) {
      gauge(element, answer.gauge);
      tell(element, answer.problems, answer.problems.length > 0);
    }
  }, 200);
}

async function set(field, value, element) {
  clearTimeout(timer);
  const key = form.where(field.path);
  const typed = { old: field.value, ...form.typed.get(key), value };
  form.typed.set(key, typed);
  show("saving");
  const answer = await post({ do: "set", file: form.file, path: field.path, value, old: typed.old });
  if (!answer) {
    show("not_sent");
    return;
  }
  gauge(element, answer.gauge);
  typed.conflict = answer.conflict ? answer : null;
  typed.problems = answer.problems;
  tell(element, answer.problems, answer.problems.length > 0);
  if (answer.done) {
    field.value = value;
    if (form.typed.get(key)?.value === value) form.typed.delete(key);
    element.querySelector(".conflict")?.remove();
    // Fields that waited for this one are saved with it.
    for (const { file, path } of answer.saved) {
      const waited = `${file} ${keyOf(path)}`;
      if (waited !== key) form.typed.delete(waited);
    }
  } else if (answer.conflict) conflict(element, field, typed, form);
  show(form.typed.size ? "not_saved" : "saved");
  drawn = "";
  refresh();
}

function takeMine(field, typed, element) {
  typed.old = typed.conflict.theirs;
  set(field, typed.value, element);
}

async function takeTheirs(field) {
  form.typed.delete(form.where(field.path));
  await post({ do: "forget", file: form.file, path: field.path });
  drawn = "";
  refresh();
}

// Does something at once; what stands in its way is returned.
async function act(asked, file = wanted) {
  const answer = await post({ file: form.file, digest: form.data.digest, ...asked });
  if (!answer) return [{ message: say("not_sent") }];
  if (answer.conflict) {
    await refresh();
    return [{ message: say("reloaded") }];
  }
  if (answer.go) location.assign(answer.go);
  else if (answer.done) {
    drawn = "";
    await refresh(answer.made || file);
  }
  return answer.problems;
}

function refuse(problems) {
  if (problems?.length) ask(say("leads_here"), problems.map(({ message, hint }) => make("p", {}, `${message} ${hint}`)), say("cancel"), () => []);
}

function add(what, path, asks) {
  if (asks.some((field) => field.kind === "file")) {
    picture(what, path);
    return;
  }
  const blank = { ...form, typed: new Map(), data: { problems: [], remarks: [], unwritten: [] }, type() {}, set() {} };
  const drawn = asks.map((field) => single({ ...field, value: field.value ?? "" }, blank));
  ask(say("add", { what }), drawn, say("add_now"), async () => {
    const told = Object.fromEntries(asks.map((field, i) => [
      String(field.path.at(-1)), drawn[i].querySelector("input, textarea, select").value.trim(),
    ]));
    const problems = await act({ do: "add", path, told });
    if (!problems.length) reveal(path);
    return problems;
  });
}

function newPart(kind) {
  const isCard = kind === "add-card";
  const line = (name, label) => {
    const id = `new-${name}`;
    return make("div", { class: "field" }, make("label", { for: id }, label), make("input", { id, name, required: true, autocomplete: "off" }));
  };
  const [name, title] = { "add-card": ["new_card", "card_title"], "add-page": ["new_page", "page_title"], "new-toolkit": ["new_toolkit", "toolkit_title"] }[kind];
  const asked = [line("title", say(title))];
  if (isCard) asked.push(line("option", say("first_option")));
  ask(say(name), asked, say("add_now"), (dialog) =>
    act({ do: kind, file: "", digest: "", told: Object.fromEntries(new FormData(dialog)) }));
}

function picture(label, path) {
  const alt = find([...path, "alt"]);
  const area = make("textarea", { id: "new-alt", required: true, rows: "2" });
  area.value = alt?.value ?? "";
  const words = form.data && make("label", { for: "new-alt" }, altLabel());
  ask(label, [pictureField(label), make("div", { class: "field" }, words, area)], say("add_now"), async (dialog) => {
    const file = new FormData(dialog).get("picture");
    const answer = await upload(file, { file: form.file, path, alt: area.value.trim() });
    if (!answer) return [{ message: say("not_sent") }];
    if (answer.done) {
      drawn = "";
      await refresh();
    }
    return answer.problems;
  });
}

const altLabel = () => say("alt");

function remove(path, what) {
  ask(say("sure", { what }), [], say("remove_now"), () => act({ do: "remove", path }));
}

async function move(path, to) {
  refuse(await act({ do: "move", path, to }));
}

async function choose(path, chosen) {
  refuse(await act({ do: "choose", path, chosen }));
}

async function answer(path, value) {
  refuse(await act({ do: "answer", path, value }));
}

function notApplicable(label, path) {
  const reason = make("textarea", { id: "reason", required: true, rows: "2" });
  const words = make("label", { for: "reason" }, say("not_applicable_because"));
  ask(label, [make("div", { class: "field" }, words, reason)], say("add_now"),
    () => act({ do: "answer", path, value: reason.value.trim() }));
}

async function movePart(to) {
  refuse(await act({ do: "move-part", to }));
}

function removePart(what) {
  ask(say("sure", { what }), [], say("remove_now"), () => act({ do: "remove-part" }, ""));
}

async function again(what) {
  const answer = await post({ do: what });
  if (!answer) show("not_sent");
  else refuse(answer.problems);
  drawn = "";
  await refresh();
  if (answer?.done) announce(say(what === "undo" ? "undone" : "redone"));
}

// Opens the field of a path, in whatever it is folded away.
function reveal(path) {
  for (let length = path.length; length > 0; length--) {
    const key = keyOf(path.slice(0, length));
    const element = fields.querySelector(`[data-path=${CSS.escape(key)}], details[data-key=${CSS.escape(key)}]`);
    if (!element) continue;
    for (let above = element; above && above !== fields; above = above.parentElement) if (above.tagName === "DETAILS") above.open = true;
    const control = element.querySelector("input, textarea, select");
    (control ?? element).focus?.();
    element.scrollIntoView({ block: "center" });
    return;
  }
}

undo.addEventListener("click", () => again("undo"));
redo.addEventListener("click", () => again("redo"));
addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.target.closest("input, textarea, select, dialog")) return;
  if (event.key === "z" && !event.shiftKey) again("undo");
  else if (event.key === "y" || (event.key === "z" && event.shiftKey)) again("redo");
  else return;
  event.preventDefault();
});
parts.addEventListener("change", () => refresh(parts.value));
addEventListener("beforeunload", (event) => {
  if (form.typed.size) event.preventDefault();
});

// Shows for a moment which text on the page the field is about.
function outline(page, [left, top, width, height]) {
  const mark = make("div", { class: "editing" });
  const sides = { left, top, width, height };
  for (const [side, share] of Object.entries(sides)) mark.style[side] = `${share * 100}%`;
  document.querySelector(`[data-id=${CSS.escape(page)}] .sheet`)?.append(mark);
  setTimeout(() => mark.remove(), 2500);
}

document.addEventListener("page-click", async ({ detail: { page, boxes } }) => {
  const found = boxes.find(({ file }) => form.data?.files.some((each) => each.file === file));
  if (!found) return;
  outline(page, found.box);
  togglePanel(true);
  if (found.file !== form.file) await refresh(found.file);
  reveal(found.path);
});

// Pages come one by one; the form can have changed only when they begin or are done.
let before = "";
document.addEventListener("news", ({ detail: { status } }) => {
  if (status !== before) refresh();
  before = status;
});

refresh("");
