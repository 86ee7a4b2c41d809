// The panel at the side: mistakes with their line, and remarks by page.

import { goToId, numberOf } from "./page.js";
import { make, say } from "./words.js";

const problems = document.getElementById("problems");
const notes = document.querySelector("#notes .by-page");
const none = document.querySelector("#notes .none");
const count = document.getElementById("count");
let last = "";

export function update(state) {
  const told = JSON.stringify([state.problems, state.notes, state.pages.map((page) => page.id)]);
  if (told === last) return;
  last = told;
  document.body.classList.toggle("has-problems", state.problems.length > 0);
  problems.hidden = !state.problems.length;
  problems.querySelector("ul").replaceChildren(...state.problems.map(problem));
  const pages = Map.groupBy(state.notes, (note) => numberOf(note.page));
  const numbers = [...pages.keys()].sort((one, other) => (one || Infinity) - (other || Infinity));
  notes.replaceChildren(...numbers.map((number) => ofPage(number, pages.get(number))));
  none.hidden = state.notes.length > 0;
  document.getElementById("notes").hidden = !state.notes.length && state.problems.length > 0;
  count.textContent = state.notes.length + state.problems.length;
}

function ofPage(number, found) {
  const heading = make("h3", {});
  if (number) {
    const button = make("button", { type: "button", class: "to-page" }, say("page", { number }));
    button.addEventListener("click", () => goToId(found[0].page));
    heading.append(button);
  } else {
    heading.append(say("elsewhere"));
  }
  return make("section", {}, heading, make("ul", {}, ...found.map(problem)));
}

function problem({ message, hint, place, line, open }) {
  const where = open
    ? make("a", { href: open, title: say("open"), class: "place" }, place)
    : make("span", { class: "place" }, place);
  return make(
    "li", {},
    make("p", { class: "message" }, message),
    hint && make("p", { class: "hint" }, hint),
    line && excerpt(line),
    make("p", {}, where),
  );
}

// The line, and below it a caret under the letter that is meant.
function excerpt({ number, before, after }) {
  const gutter = `${number}  `;
  const caret = " ".repeat(gutter.length + [...before].length) + "^";
  return make(
    "pre", { tabindex: "0" },
    make("span", { class: "quiet" }, gutter), before + after, "\n",
    make("span", { class: "caret" }, caret),
  );
}
