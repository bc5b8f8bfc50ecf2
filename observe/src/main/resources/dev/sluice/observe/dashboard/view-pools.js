// Pools, and one pool with its members and what can be done with them.
import { api } from "./api.js";
import { ask } from "./dialog.js";
import { strip } from "./charts.js";
import { el, follow, setAttribute, setText } from "./dom.js";
import { clock, count, host, percent, rate, seconds, errorShare } from "./format.js";
import { note, state, worst } from "./state.js";

export const poolsView = (context) => (context.part ? onePool(context) : allPools(context));

function allPools({ place }) {
  const body = el("tbody");
  place.append(el("h1", {}, "Pools"), el("div", { class: "panel scroll", tabindex: "0", role: "region", "aria-label": "Pools" },
    el("table", {}, el("thead", {}, el("tr", {}, ...["Pool", "Members", "Rate", "Errors", "p99", "In flight"].map((title) => el("th", { scope: "col" }, title)))), body)));
  return {
    update(overview) {
      follow(body, overview.pools, (pool) => pool.name, (pool) => el("tr", {},
        el("th", { scope: "row" }, el("a", { href: `#/pools/${encodeURIComponent(pool.name)}` }, pool.name)),
        el("td", {}, el("span", { class: "pill" })), el("td"), el("td"), el("td"), el("td")),
      (tr, pool) => {
        setText(tr.children[1].firstChild, Object.entries(pool.states).map(([name, number]) => `${number} ${name}`).join(", ") || "nobody");
        setAttribute(tr.children[1].firstChild, "data-state", worst(pool.states));
        setText(tr.children[2], rate(pool.counters.rate));
        setText(tr.children[3], percent(errorShare(pool.counters)));
        setText(tr.children[4], seconds(pool.counters.p99));
        setText(tr.children[5], count(pool.counters.inFlight));
      });
    },
  };
}

function onePool({ place, part, guard, watch, say }) {
  const body = el("tbody");
  const input = el("input", { type: "search", id: "member-filter", "data-filter": true, oninput: () => show() });
  const shown = el("p", { class: "soft" });
  let members = [];
  const change = async (question, action) => {
    const answer = await ask(question);
    if (answer) {
      await guard(async () => {
        await action(answer);
        say(`${question.title}: done`);
        await read();
      });
    }
  };
  place.append(
    el("p", {}, el("a", { href: "#/pools" }, "All pools")),
    el("h1", {}, part),
    el("div", { class: "bar" },
      el("p", { class: "field" }, el("label", { for: "member-filter" }, "Filter members"), input),
      el("button", { type: "button", class: "primary", onclick: () => change({
        title: `Add a member to ${part}`,
        text: "It lasts until the model changes the members of the pool.",
        action: "Add",
        fields: [{ label: "URL", name: "url", required: true, placeholder: "http://10.0.0.7:8080" }, { label: "Weight", name: "weight", type: "number", min: 0, value: 1 }],
      }, (answer) => api.putMember(part, { url: answer.url, weight: Number(answer.weight) })) }, "Add a member")),
    el("div", { class: "panel" }, el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Members" },
      el("table", {}, el("thead", {}, el("tr", {}, ...["Member", "State", "Weight", "In flight", "Rate", "Errors", "p99", "Last failure", "Over time", "Actions"].map((title) => el("th", { scope: "col" }, title)))), body)), shown),
  );

  const row = (member) => {
    const url = member.url;
    const name = host(url);
    const chart = strip(`States of ${name}`);
    const button = (title, action) => el("button", { type: "button", "aria-label": `${title} ${name}`, onclick: action }, title);
    const steer = (title, verb, text) => button(title, () => change({ title: `${title} ${name}`, text, action: title }, () => api.steer(part, verb, { url })));
    const tr = el("tr", {},
      el("th", { scope: "row", class: "mono" }, name),
      el("td", {}, el("span", { class: "pill" }), el("div", { class: "soft" })),
      ...Array.from({ length: 6 }, () => el("td")),
      el("td", {}, chart.node),
      el("td", { class: "actions" },
        steer("Drain", "drain", "It gets no new clients; sticky ones and streams go on."),
        steer("Up", "up", "What an operator has said against it is withdrawn."),
        steer("Down", "down", "It is not picked any more. Requests under way go on."),
        button("Weight", () => change({ title: `Weight of ${name}`, text: "Relative to the others; 0 takes no new clients.", action: "Set", fields: [{ label: "Weight", name: "weight", type: "number", min: 0, required: true, value: member.weight }] },
          (answer) => api.putMember(part, { url, weight: Number(answer.weight) }))),
        button("Remove", () => change({ title: `Remove ${name}`, text: "It leaves the pool. Requests under way go on.", action: "Remove", danger: true }, () => api.removeMember(part, url)))));
    tr.sluiceChart = chart;
    return tr;
  };

  const fill = (tr, member) => {
    const [, st, weight, inFlight, speed, errors, p99, last] = tr.children;
    setText(st.firstChild, member.state);
    setAttribute(st.firstChild, "data-state", member.state);
    setText(st.lastChild, member.why.join("; "));
    setText(weight, member.weight === member.effectiveWeight ? String(member.weight) : `${member.weight} (${member.effectiveWeight} now)`);
    setText(inFlight, count(member.inFlight));
    setText(speed, rate(member.counters.rate));
    setText(errors, percent(errorShare(member.counters)));
    setText(p99, seconds(member.counters.p99));
    setText(last, member.lastFailure ? `${member.lastFailure.reason} at ${clock(member.lastFailure.at)}` : "");
    tr.sluiceChart.update(state.states.get(`member ${part} ${member.url}`) ?? []);
  };

  const show = () => {
    const wanted = members.filter((member) => member.url.includes(input.value) || member.state.includes(input.value));
    follow(body, wanted.slice(0, 200), (member) => member.url, row, fill);
    setText(shown, wanted.length > 200 ? `200 of ${count(wanted.length)} members; filter to see others.` : `${count(wanted.length)} members`);
  };
  const read = () => watch(async () => {
    members = (await api.pool(part)).members;
    const now = new Date().toISOString();
    members.forEach((member) => note(`member ${part} ${member.url}`, now, member.state));
    show();
  });
  read();
  return { update: read };
}
