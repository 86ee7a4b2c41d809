// Connects the news of the server with what is on the screen.

import { listen } from "./news.js";
import { update as updatePages } from "./page.js";
import { update as updatePanel } from "./panel.js";
import { togglePanel } from "./tools.js";
import { say } from "./words.js";

const status = document.getElementById("status");
let before = 0;

// The token is in a cookie by now, and need not stay in the address.
const here = new URL(location.href);
if (here.searchParams.has("token")) {
  here.searchParams.delete("token");
  history.replaceState(null, "", here);
}

function show(name, words = say(name)) {
  if (status.dataset.status === name) return;
  status.dataset.status = name;
  status.textContent = words;
}

listen(
  (state) => {
    show(state.status);
    if (state.title) {
      document.getElementById("title").textContent = state.title;
      document.title = `${state.title} · ${document.body.dataset.layout}`;
    }
    updatePages(state.pages, state.status === "verified");
    updatePanel(state);
    if (state.problems.length && !before && innerWidth >= 960) togglePanel(true);
    before = state.problems.length;
    document.dispatchEvent(new CustomEvent("news", { detail: state }));
  },
  (mayComeBack) => (mayComeBack ? show("lost") : show("lost", say("ended"))),
);

// The keys that scroll work at once.
document.getElementById("pages").focus({ preventScroll: true });
