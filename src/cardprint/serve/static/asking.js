// What the form asks of the server, and the dialog in which it asks people something.

import { address } from "./news.js";
import { make, say } from "./words.js";

export async function fetchForm(file) {
  const answer = await fetch(address("form", { file }));
  return answer.ok ? answer.json() : null;
}

// One after the other, in the order in which people did it: what was typed, saved, undone. Null when
// the server does not answer: then nothing was changed.
let last = Promise.resolve();

function inTurn(kind, body, more) {
  last = last.then(async () => {
    try {
      const answer = await fetch(address(kind, more), { method: "POST", body });
      return answer.ok ? await answer.json() : null;
    } catch {
      return null;
    }
  });
  return last;
}

export const post = (asked) => inTurn("edit", JSON.stringify(asked));

export function upload(picture, { file, path, alt }) {
  return inTurn("upload", picture, { file, path: JSON.stringify(path), name: picture.name, alt });
}

// Asks for `fields` in a dialog; `done` gets what was said, and tells the problems that keep it open.
export function ask(title, fields, submit, done) {
  const problems = make("ul", { class: "messages", role: "alert" });
  const cancel = make("button", { type: "button", class: "plain" }, say("cancel"));
  const heading = make("h2", { id: "ask-title" }, title);
  const buttons = make("div", { class: "buttons" }, make("button", { type: "submit" }, submit), cancel);
  const form = make("form", {}, heading, ...fields, problems, buttons);
  const dialog = make("dialog", { class: "ask", "aria-labelledby": "ask-title" }, form);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const found = await done(form);
    problems.replaceChildren(...(found ?? []).map(message));
    if (!found?.length) dialog.close();
  });
  cancel.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

export function message({ message: words, hint }) {
  return make("li", {}, words, hint ? make("span", { class: "hint" }, ` ${hint}`) : "");
}

// A place for a picture: chosen, or dropped.
export function pictureField(label) {
  const id = `picture-${crypto.randomUUID()}`;
  const input = make("input", { type: "file", id, name: "picture", required: true, accept: "image/png,image/jpeg,image/svg+xml" });
  const zone = make("label", { for: id, class: "drop" }, make("span", { class: "say" }, `${label}: `), say("choose_picture"), input);
  zone.addEventListener("dragover", (event) => event.preventDefault());
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length) input.files = event.dataTransfer.files;
  });
  return zone;
}
