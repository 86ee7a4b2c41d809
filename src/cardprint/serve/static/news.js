// What the server tells: the newest state, again after every change.

const { toolkit, layout, theme } = document.body.dataset;

export const tab = crypto.randomUUID();

export function address(kind, more = {}) {
  const query = new URLSearchParams(theme ? { theme, ...more } : more);
  const asked = query.size ? `?${query}` : "";
  return `/${kind}/${encodeURIComponent(toolkit)}/${encodeURIComponent(layout)}${asked}`;
}

// `lost` is told whether the server might come back. After sleep or a break the browser asks again
// by itself, and the first answer is the newest state.
export function listen(news, lost) {
  const source = new EventSource(address("events", { tab }));
  source.onmessage = (message) => news(JSON.parse(message.data));
  source.onerror = () => lost(source.readyState !== EventSource.CLOSED);
}

let waiting;

export function look(pages) {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    fetch(address("look"), { method: "POST", body: JSON.stringify({ tab, pages }) }).catch(() => {});
  }, 60);
}
