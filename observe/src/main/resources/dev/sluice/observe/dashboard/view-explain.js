// What would become of a request. Nothing is sent.
import { api } from "./api.js";
import { el, setText } from "./dom.js";
import { state } from "./state.js";

export function explainView({ place, guard, say }) {
  const answer = el("pre", { hidden: true, tabindex: "0", "aria-label": "Explanation" });
  const first = state.overview?.gateway.listeners[0]?.uri ?? "http://localhost";
  const fields = {
    method: el("input", { id: "explain-method", value: "GET", required: true, size: 8 }),
    url: el("input", { id: "explain-url", value: `${first}/`, required: true, size: 48, type: "url" }),
    headers: el("textarea", { id: "explain-headers", rows: 4, placeholder: "Accept: text/html", class: "short" }),
  };
  const form = el("form", { class: "panel", onsubmit: (event) => {
    event.preventDefault();
    guard(async () => {
      const headers = fields.headers.value.split("\n").filter((line) => line.trim());
      const { text } = await api.explain({ method: fields.method.value, url: fields.url.value, headers });
      setText(answer, text);
      answer.hidden = false;
      say("Explained");
    });
  } },
  ...[["method", "Method"], ["url", "URL"], ["headers", "Fields, one a line"]].map(([name, title]) => el("p", { class: "field" }, el("label", { for: `explain-${name}` }, title), fields[name])),
  el("div", { class: "buttons" }, el("button", { type: "submit", class: "primary" }, "Explain")));
  place.append(el("h1", {}, "Explain"), el("p", { class: "soft" }, "Which route would take a request, why not the others, and what it would meet. Nothing is sent."), form, answer);
  return {};
}
