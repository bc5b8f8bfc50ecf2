// What the gateway decides, as it decides it.
import { api } from "./api.js";
import { el, setAttribute, setText } from "./dom.js";
import { readEvents } from "./events.js";
import { clock } from "./format.js";

const MOST = 500;

export function journalView({ place, guard, say }) {
  const list = el("ol", { class: "log", "aria-label": "Decisions, newest first" });
  const told = el("p", { class: "soft" }, "Connecting");
  const filters = ["kind", "where", "route", "member"].map((name) => ({ name, input: el("input", { id: `journal-${name}`, type: "search", "data-filter": name === "kind", onchange: () => begin() }) }));
  const failed = el("input", { type: "checkbox", id: "journal-failed", onchange: () => begin() });
  const stop = el("button", { type: "button", "aria-pressed": "false", onclick: () => {
    held = !held;
    setAttribute(stop, "aria-pressed", String(held));
    say(held ? "Held" : "Going on");
  } }, "Hold");
  let held = false;
  let reading = new AbortController();
  place.append(
    el("h1", {}, "Journal"),
    el("div", { class: "bar" },
      ...filters.map(({ name, input }) => el("p", { class: "field" }, el("label", { for: `journal-${name}` }, name[0].toUpperCase() + name.slice(1)), input)),
      el("p", {}, failed, " ", el("label", { for: "journal-failed" }, "only what went wrong")),
      stop),
    told,
    el("div", { class: "panel" }, list));

  const add = (entry, where) => {
    list[where](el("li", {},
      el("time", { datetime: entry.at }, clock(entry.at)),
      el("span", { class: `kind ${entry.failed ? "bad" : ""}` }, entry.kind),
      el("span", { class: "text" }, entry.text, " ", el("span", { class: "soft" }, [entry.where, entry.exchange && `${entry.exchange.method} ${entry.exchange.host}${entry.exchange.target}`].filter(Boolean).join(" · ")))));
    while (list.childElementCount > MOST) {
      list.lastChild.remove();
    }
  };

  const begin = () => guard(async () => {
    reading.abort();
    reading = new AbortController();
    const { signal } = reading;
    const query = Object.fromEntries(filters.map(({ name, input }) => [name, input.value]));
    query.failed = failed.checked ? "true" : "";
    list.replaceChildren();
    (await api.journal({ ...query, last: 100 })).items.forEach((entry) => add(entry, "append"));
    follow(query, signal);
  });

  const follow = async (query, signal) => {
    try {
      const response = await api.journalStream(query, signal);
      setText(told, "Following what is decided now");
      await readEvents(response, (event) => {
        if (event.event === "lost") {
          setText(told, `${JSON.parse(event.data).entries} entries came too fast to be shown`);
        } else if (!held) {
          add(JSON.parse(event.data), "prepend");
        }
      });
      setText(told, "The gateway has ended the stream");
    } catch (problem) {
      if (!signal.aborted) {
        setText(told, `The stream has ended: ${problem.message}`);
      }
    }
  };
  begin();
  return { close: () => reading.abort() };
}
