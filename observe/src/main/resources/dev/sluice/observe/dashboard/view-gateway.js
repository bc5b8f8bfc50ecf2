// The gateway as it is: listeners, routes, pools and their members, with what flows between them.
import { api } from "./api.js";
import { el, follow, setAttribute, setText, svg } from "./dom.js";
import { heatMap, rateChart, strip } from "./charts.js";
import { badness, count, errorShare, host, percent, rate, seconds } from "./format.js";
import { breakerKey, gravity, state, worst } from "./state.js";

const MOST_ROUTES = 14;
const MOST_POOLS = 14;
const MOST_MEMBERS = 24;
const MOST_STRIPS = 14;
const ROW = 46;
const BOX = { width: 230, height: 36 };
const COLUMNS = [0, 320, 640, 960];
/** How far from several listeners their lines meet: which of them a request came by is not counted. */
const FORK = 28;
const WIDTH = COLUMNS[3] + BOX.width + 2;

export function gatewayView({ place, watch }) {
  let members = new Map();
  let looks = 0;
  /** Members change less often than rates: every third time is enough. */
  const look = (pools) => {
    if (looks++ % 3 === 0) {
      watch(async () => {
        const found = await Promise.all(pools.map((pool) => api.pool(pool.name)));
        members = new Map(found.map((pool) => [pool.name, pool.members]));
      });
    }
  };
  const tiles = el("dl", { class: "tiles", "aria-label": "Figures of the last ten seconds" });
  const graph = svg("svg", { class: "graph", role: "group", "aria-label": "Listeners, routes, pools and members" }, svg("g"), svg("g"));
  const more = el("p", { class: "soft" });
  const rates = rateChart();
  const heat = heatMap();
  const reasons = el("ul", { class: "bars" });
  const noReasons = el("p", { class: "soft" }, "Nothing was refused, nothing has failed.");
  const strips = el("div", {});
  const breakers = el("div", {});
  const noBreakers = el("p", { class: "soft" }, "No breaker was used yet, or there is none.");
  place.append(
    el("h1", {}, "Gateway"),
    tiles,
    el("section", { class: "panel" }, el("h2", {}, "What flows where"), el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Graph of the gateway" }, graph), more),
    el("div", { class: "grid" },
      el("section", { class: "panel" }, el("h2", {}, "Traffic"), rates.node),
      el("section", { class: "panel" }, el("h2", {}, "Latency"), heat.node),
      el("section", { class: "panel" }, el("h2", {}, "Refused and failed, by reason"), reasons, noReasons),
      el("section", { class: "panel" }, el("h2", {}, "Pools over time"), strips),
      el("section", { class: "panel" }, el("h2", {}, el("a", { href: "#/breakers" }, "Breakers"), " over time"), breakers, noBreakers)),
  );
  return {
    query: () => ({ sort: "rate", limit: MOST_ROUTES }),
    update(overview) {
      figures(tiles, overview.totals);
      const pools = busiest(overview.pools, MOST_POOLS);
      look(pools);
      draw(graph, overview, pools, members);
      const left = overview.routes.total - Math.min(MOST_ROUTES, overview.routes.items.length);
      setText(more, left > 0 ? `${count(left)} more routes, with less traffic, are listed under Routes.` : "");
      rates.update(state.samples);
      heat.update(state.samples);
      why(reasons, noReasons, overview.reasons);
      overTime(strips, gravest(overview.pools).map((pool) => ({ key: `pool ${pool.name}`, title: pool.name, href: `#/pools/${encodeURIComponent(pool.name)}` })));
      overTime(breakers, overview.breakers.items.map((one) => ({ key: breakerKey(one), title: one.member ? `${one.path} for ${host(one.member)}` : one.path, href: "#/breakers" })));
      noBreakers.hidden = overview.breakers.items.length > 0;
    },
  };
}

function figures(tiles, totals) {
  const all = [
    ["Requests", rate(totals.rate), "good"],
    ["Errors", percent(errorShare(totals)), badness(totals)],
    ["Median", seconds(totals.p50), "good"],
    ["99 of 100", seconds(totals.p99), "good"],
    ["In flight", count(totals.inFlight), "good"],
    ["Refused since start", count(totals.rejections), "good"],
  ];
  follow(tiles, all, ([name]) => name, ([name]) => el("div", { class: "tile" }, el("dt", {}, name), el("dd", {})), (tile, [, value, how]) => {
    setText(tile.lastChild, value);
    setAttribute(tile, "data-state", how);
  });
}

/** Those with the most traffic. */
const busiest = (all, most) => [...all].sort((a, b) => b.counters.rate - a.counters.rate).slice(0, most);

function draw(graph, overview, pools, membersOf) {
  const routes = overview.routes.items.slice(0, MOST_ROUTES);
  const listeners = overview.gateway.listeners;
  const each = Math.max(1, Math.floor(MOST_MEMBERS / Math.max(1, pools.length)));
  const members = pools.flatMap((pool, i) => busiest(membersOf.get(pool.name) ?? [], each).map((member) => ({ ...member, pool: i })));
  const rows = Math.max(routes.length, pools.length, listeners.length, members.length, 1);
  const top = (number) => (i) => 8 + ((rows - number) / 2 + i) * ROW;
  setAttribute(graph, "viewBox", `0 0 ${WIDTH} ${rows * ROW + 16}`);
  const most = Math.max(1, ...routes.map((route) => route.counters.rate));
  const ofRoute = top(routes.length);
  const ofPool = top(pools.length);
  const ofListener = top(listeners.length);
  const ofMember = top(members.length);
  const fork = { x: COLUMNS[0] + BOX.width + FORK, y: ofListener((listeners.length - 1) / 2) };
  const edges = [
    ...listeners.length > 1 ? listeners.map((listener, i) => edge(listener.name, ends(COLUMNS[0], ofListener(i), fork.x, fork.y), null, most)) : [],
    ...listeners.length > 0 ? routes.map((route, i) => edge(`clients to ${route.name}`, ends(listeners.length > 1 ? fork.x - BOX.width : COLUMNS[0], fork.y, COLUMNS[1], ofRoute(i)), route.counters, most)) : [],
    ...routes.flatMap((route, i) => {
      const pool = pools.findIndex((one) => one.name === route.pool);
      return pool < 0 ? [] : [edge(`${route.name} to ${route.pool}`, ends(COLUMNS[1], ofRoute(i), COLUMNS[2], ofPool(pool)), passed(route.counters), most, true)];
    }),
    ...members.map((member, i) => edge(`${pools[member.pool].name} to ${host(member.url)}`, ends(COLUMNS[2], ofPool(member.pool), COLUMNS[3], ofMember(i)), member.counters, most)),
  ];
  const boxes = [
    ...listeners.map((listener, i) => box(COLUMNS[0], ofListener(i), listener.name, `${listener.uri} · ${count(listener.connections)} conn.`, null, "none")),
    ...routes.map((route, i) => box(COLUMNS[1], ofRoute(i), route.name, `${rate(route.counters.rate)} · ${seconds(route.counters.p99)} p99`, `#/routes/${encodeURIComponent(route.name)}`, badness(route.counters))),
    ...members.map((member, i) => box(COLUMNS[3], ofMember(i), host(member.url), `${member.state} · ${rate(member.counters.rate)}`, `#/pools/${encodeURIComponent(pools[member.pool].name)}`, member.state)),
    ...pools.map((pool, i) => box(COLUMNS[2], ofPool(i), pool.name, states(pool), `#/pools/${encodeURIComponent(pool.name)}`, pool.states.up > 0 ? "up" : "down")),
  ];
  follow(graph.firstChild, edges, (one) => one.key, makeEdge, fillEdge);
  follow(graph.lastChild, boxes, (one) => `${one.x} ${one.key}`, makeBox, fillBox);
}

const states = (pool) => Object.entries(pool.states).map(([name, number]) => `${number} ${name}`).join(", ") || "nobody";

/** What a route let through to its pool; how much of that failed is not counted apart. */
const passed = (counters) => ({ rate: Math.max(0, counters.rate - counters.rejectionRate) });

/** From the right side of one box to the left side of another. */
const ends = (fromX, fromY, toX, toY) => ({ from: fromX + BOX.width, y1: fromY + BOX.height / 2, to: toX, y2: toY + BOX.height / 2 });

/**
 * A line as data; the name tells it from the others, so that its element stays. Its rate stands at the end where there are fewer
 * lines: where it begins if `first`.
 */
function edge(name, { from, y1, to, y2 }, counters, most, first = false) {
  const bend = (to - from) / 2;
  const judged = counters?.errorRate !== undefined;
  return {
    key: name,
    d: `M${from} ${y1}C${from + bend} ${y1} ${to - bend} ${y2} ${to} ${y2}`,
    width: counters ? 1 + 7 * Math.sqrt(Math.min(1, counters.rate / most)) : 1,
    how: judged ? badness(counters) : counters ? "good" : "none",
    text: counters?.rate > 0 ? rate(counters.rate) : "",
    told: counters ? `${name}: ${rate(counters.rate)}${judged ? `, ${percent(errorShare(counters))} errors` : ""}` : name,
    x: first ? from + 6 : to - 6,
    y: first ? beside(y1, y2) : beside(y2, y1),
    anchor: first ? "start" : "end",
  };
}

/** Where a rate stands at an end of a line: above it, or below if the line comes from above. */
const beside = (here, there) => here + (there < here ? 14 : -6);

const makeEdge = () => svg("g", { role: "img" }, svg("title"), svg("path"), svg("text", { class: "rate" }));

function fillEdge(node, { d, width, how, text, told, x, y, anchor }) {
  const [title, path, number] = node.children;
  setText(title, told);
  setAttribute(path, "d", d);
  setAttribute(path, "stroke-width", width);
  setAttribute(path, "data-state", how);
  setText(number, text);
  setAttribute(number, "x", x);
  setAttribute(number, "y", y);
  setAttribute(number, "text-anchor", anchor);
}

/** A box as data. Its element stays while figures change: whoever has the focus on it keeps it. */
const box = (x, y, title, text, href, how) => ({ key: `${href ?? ""} ${title}`, x, y, title, text, href, how });

function makeBox({ href }) {
  const inside = [svg("title"), svg("rect", { width: BOX.width, height: BOX.height, rx: 7 }), svg("text", { "font-weight": 600 }), svg("text", { class: "sub" })];
  return href ? svg("a", { href }, ...inside) : svg("g", {}, ...inside);
}

function fillBox(node, { x, y, title, text, how }) {
  const [whole, rect, first, second] = node.children;
  setText(whole, `${title}: ${text}`);
  setAttribute(node, "transform", `translate(${x} ${y})`);
  setAttribute(rect, "data-state", how);
  setText(first, cut(title, 32));
  setText(second, cut(text, 38));
  setAttribute(first, "x", 10);
  setAttribute(first, "y", 15);
  setAttribute(second, "x", 10);
  setAttribute(second, "y", 29);
}

const cut = (text, most) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

function why(list, none, reasons) {
  const all = Object.entries(reasons).sort((a, b) => b[1].total - a[1].total).slice(0, 12);
  none.hidden = all.length > 0;
  const most = Math.max(1, ...all.map(([, figures]) => figures.total));
  follow(list, all, ([name]) => name, ([name]) => el("li", {},
    el("a", { href: `#/failures/${encodeURIComponent(name)}` }, name),
    svg("svg", { viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" }, svg("rect", { x: 0, y: 0, height: 10, fill: "currentColor", class: "bad" })),
    el("span", { class: "number" })),
  (row, [, figures]) => {
    setAttribute(row.children[1].firstChild, "width", (100 * figures.total) / most);
    setText(row.lastChild, `${count(figures.total)} · ${rate(figures.rate)}`);
  });
}

/** Pools that have nobody up before the others. */
const gravest = (pools) => [...pools].sort((a, b) => gravity(worst(a.states)) - gravity(worst(b.states)));

function overTime(place, all) {
  follow(place, all.slice(0, MOST_STRIPS), ({ key }) => key, ({ title, href }) => {
    const chart = strip(`States of ${title} in the last five minutes`);
    const node = el("div", {}, el("h3", {}, el("a", { href }, title)), chart.node);
    node.sluiceChart = chart;
    return node;
  }, (node, { key }) => node.sluiceChart.update(state.states.get(key) ?? []));
}
