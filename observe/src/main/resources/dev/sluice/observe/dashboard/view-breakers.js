// Circuit breakers: their states now, over time, and when they have tripped.
import { api } from "./api.js";
import { ask } from "./dialog.js";
import { strip } from "./charts.js";
import { el, follow, setAttribute, setText } from "./dom.js";
import { clock, host, many, moment, percent, seconds } from "./format.js";
import { breakerKey, state } from "./state.js";

const MOST = 200;
const CHANGES = { kind: "Tripped,StoodBy", last: 50 };

export function breakersView({ place, guard, watch, say }) {
  const body = el("tbody");
  const shown = el("p", { class: "soft" });
  const changes = el("ol", { class: "log", "aria-label": "Changes, newest first" });
  const unchanged = el("p", { class: "soft" }, "None has tripped of late.");
  let breakers = [];
  const show = () => {
    const wanted = breakers.filter((one) => [one.path, one.member ?? "", one.state].some((text) => text.includes(input.value)));
    follow(body, wanted.slice(0, MOST), breakerKey, row, fill);
    setText(shown, breakers.length === 0 ? "No breaker was used yet, or there is none." : wanted.length > MOST ? `${MOST} of ${many(wanted.length, "breaker")}, those that have tripped first; filter to see others.` : many(wanted.length, "breaker"));
  };
  const input = el("input", { type: "search", id: "breaker-filter", "data-filter": true, oninput: show });
  place.append(
    el("h1", {}, "Breakers"),
    el("div", { class: "bar" }, el("p", { class: "field" }, el("label", { for: "breaker-filter" }, "Filter breakers"), input)),
    el("div", { class: "panel" }, el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Breakers" },
      el("table", {}, el("thead", {}, el("tr", {}, ...["Breaker", "Member", "State", "Since", "Over time", "Actions"].map((title) => el("th", { scope: "col" }, title)))), body)), shown),
    el("section", { class: "panel" }, el("h2", {}, "When they have tripped"), changes, unchanged));

  const row = (breaker) => {
    const name = breaker.member ? `${breaker.path} for ${host(breaker.member)}` : breaker.path;
    const chart = strip(`States of ${name}`);
    const reset = el("button", { type: "button", "aria-label": `Reset ${name}`, onclick: async () => {
      if (await ask({ title: `Reset ${name}`, text: "It lets everything pass again, and measures from the beginning.", action: "Reset" })) {
        await guard(async () => {
          await api.resetBreaker({ path: breaker.path, member: breaker.member });
          say(`${name} stands by`);
          await read();
        });
      }
    } }, "Reset");
    const tr = el("tr", {},
      el("th", { scope: "row", class: "mono" }, breaker.path),
      el("td", { class: "mono" }, breaker.member ? host(breaker.member) : ""),
      el("td", {}, el("span", { class: "pill" }), el("div", { class: "soft" })),
      el("td"),
      el("td", {}, chart.node),
      el("td", { class: "actions" }, reset));
    tr.sluiceChart = chart;
    return tr;
  };

  const fill = (tr, breaker) => {
    const [, , st, since] = tr.children;
    setText(st.firstChild, breaker.state);
    setAttribute(st.firstChild, "data-state", breaker.state);
    setText(st.lastChild, details(breaker));
    setText(since, breaker.since ? moment(breaker.since) : "");
    tr.sluiceChart.update(state.states.get(breakerKey(breaker)) ?? []);
  };

  const read = () => watch(async () => {
    const [all, journal] = await Promise.all([api.breakers(), api.journal(CHANGES)]);
    breakers = all.items;
    show();
    follow(changes, journal.items, (entry) => entry.id, change, () => {});
    unchanged.hidden = journal.items.length > 0;
  });
  read();
  return { update: read };
}

function details(breaker) {
  const lasts = breaker.lasts === null ? "" : `for ${seconds(breaker.lasts)} more`;
  return breaker.state === "recovering" ? `admits ${percent(breaker.ratio)}, ${lasts}` : lasts;
}

const change = (entry) => el("li", {},
  el("time", { datetime: entry.at }, clock(entry.at)),
  el("span", { class: `kind ${entry.kind === "Tripped" ? "bad" : "good"}` }, entry.kind === "Tripped" ? "tripped" : "stands by"),
  el("span", { class: "text" }, entry.text, " ", el("span", { class: "soft" }, entry.where)));
