// Pools, and one pool with its members and what can be done with them.
import { api } from "./api.js";
import { ask } from "./dialog.js";
import { strip } from "./charts.js";
import { el, follow, setAttribute, setText } from "./dom.js";
import { clock, count, host, many, percent, rate, seconds, errorShare } from "./format.js";
import { gravity, note, state, worst } from "./state.js";

export const poolsView = (context) => (context.part ? onePool(context) : allPools(context));

const MOST = 200;

/** The first of a list of which the gravest come first, and how many there are; `named` is what a person has typed. */
function gravest(all, named, stateOf, nameOf) {
  const wanted = all.filter((one) => nameOf(one).includes(named) || stateOf(one).includes(named));
  return [wanted.sort((a, b) => gravity(stateOf(a)) - gravity(stateOf(b))).slice(0, MOST), wanted.length];
}

const howMany = (found, what) => (found > MOST ? `${MOST} of ${many(found, what)}, those that are not up first; filter to see others.` : many(found, what));

function allPools({ place }) {
  const body = el("tbody");
  const shown = el("p", { class: "soft" });
  const show = () => {
    const [first, found] = gravest(state.overview?.pools ?? [], input.value, (pool) => worst(pool.states), (pool) => pool.name);
    follow(body, first, (pool) => pool.name, poolRow, fillPool);
    setText(shown, howMany(found, "pool"));
  };
  const input = el("input", { type: "search", id: "pool-filter", "data-filter": true, oninput: show });
  place.append(
    el("h1", {}, "Pools"),
    el("div", { class: "bar" }, el("p", { class: "field" }, el("label", { for: "pool-filter" }, "Filter pools"), input)),
    el("div", { class: "panel" }, el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Pools" },
      el("table", {}, el("thead", {}, el("tr", {}, ...["Pool", "Members", "Rate", "Errors", "p99", "In flight"].map((title) => el("th", { scope: "col" }, title)))), body)), shown));
  return { update: show };
}

const poolRow = (pool) => el("tr", {},
  el("th", { scope: "row" }, el("a", { href: `#/pools/${encodeURIComponent(pool.name)}` }, pool.name)),
  el("td", {}, el("span", { class: "pill" })), el("td"), el("td"), el("td"), el("td"));

function fillPool(tr, pool) {
  const [, members, speed, errors, p99, inFlight] = tr.children;
  setText(members.firstChild, Object.entries(pool.states).map(([name, number]) => `${number} ${name}`).join(", ") || "nobody");
  setAttribute(members.firstChild, "data-state", worst(pool.states));
  setText(speed, rate(pool.counters.rate));
  setText(errors, percent(errorShare(pool.counters)));
  setText(p99, seconds(pool.counters.p99));
  setText(inFlight, count(pool.counters.inFlight));
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
        button("Drain", () => change({
          title: `Drain ${name}`,
          text: "It gets no new clients; sticky ones and streams go on.",
          action: "Drain",
          fields: [{ label: "Remove it after", name: "seconds", type: "number", min: 1, max: 86400, hint: "Seconds. Without: it stays, and drains until it is up again." }],
        }, ({ seconds: after }) => api.steer(part, "drain", after ? { url, seconds: Number(after) } : { url }))),
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
    const [first, found] = gravest(members, input.value, (member) => member.state, (member) => member.url);
    follow(body, first, (member) => member.url, row, fill);
    setText(shown, howMany(found, "member"));
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
