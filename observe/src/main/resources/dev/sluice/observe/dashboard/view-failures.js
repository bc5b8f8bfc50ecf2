// The last exchanges that were refused or have failed, each with the story of what was decided about it.
import { api } from "./api.js";
import { el, facts, follow } from "./dom.js";
import { clock, moment, seconds } from "./format.js";

export function failuresView({ place, part, watch }) {
  const [reason, route] = [part, decodeURIComponent(location.hash.split("/")[3] ?? "")];
  const list = el("div", {});
  const nothing = el("p", { class: "panel", hidden: true }, "Nothing of the kind is remembered.");
  const inputs = {
    reason: el("input", { id: "failure-reason", type: "search", value: reason, "data-filter": true, onchange: () => read() }),
    route: el("input", { id: "failure-route", type: "search", value: route, onchange: () => read() }),
  };
  place.append(
    el("h1", {}, "Failures"),
    el("p", { class: "soft" }, "Requests that the gateway refused, or that failed: newest first, each with what was decided about it."),
    el("div", { class: "bar" },
      el("p", { class: "field" }, el("label", { for: "failure-reason" }, "Reason"), inputs.reason),
      el("p", { class: "field" }, el("label", { for: "failure-route" }, "Route"), inputs.route)),
    nothing,
    list);
  const read = () => watch(async () => {
    const { items } = await api.failures({ last: 50, reason: inputs.reason.value, route: inputs.route.value });
    nothing.hidden = items.length > 0;
    follow(list, items, (one) => one.id, story, () => {}); // a story that is read stays open when others come
  });
  read();
  return { update: read };
}

function story(failure) {
  const title = `${failure.status} ${failure.reason}`;
  return el("details", { class: "panel" },
    el("summary", {}, el("strong", { class: failure.status >= 500 ? "bad" : "warn" }, title), ` ${clock(failure.at)} `, el("span", { class: "mono" }, `${failure.method} ${failure.host}${failure.target}`)),
    facts([
      ["When", moment(failure.at)],
      ["Client", failure.client],
      ["Route", failure.route || "none"],
      ["Answered by", failure.step || failure.upstream || "the gateway"],
      ["Upstream", failure.upstream],
      ["Attempts", String(failure.attempts)],
      ["Took", seconds(failure.duration)],
      ["Trace", failure.traceId],
    ]),
    el("h3", {}, `Why did this get ${failure.status}?`),
    failure.decisions.length === 0
      ? el("p", { class: "soft" }, "Nothing was decided about it but its answer.")
      : el("ol", { class: "log" }, ...failure.decisions.map((entry) => el("li", {},
        el("time", { datetime: entry.at }, clock(entry.at)),
        el("span", { class: `kind ${entry.failed ? "bad" : ""}` }, entry.kind),
        el("span", { class: "text" }, entry.text, " ", el("span", { class: "soft" }, entry.where))))));
}
