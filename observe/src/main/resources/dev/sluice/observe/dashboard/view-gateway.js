// The gateway as it is: listeners, routes, pools and their members, with what flows between them.
import { api } from "./api.js";
import { el, follow, setAttribute, setText, svg } from "./dom.js";
import { heatMap, rateChart, strip } from "./charts.js";
import { badness, count, errorShare, host, percent, rate, seconds } from "./format.js";
import { state } from "./state.js";

const MOST_ROUTES = 14;
const MOST_POOLS = 14;
const MOST_MEMBERS = 24;
const ROW = 46;
const BOX = { width: 230, height: 36 };
const COLUMNS = [0, 320, 640, 960];
const WIDTH = COLUMNS[3] + BOX.width + 2;

export function gatewayView({ place, watch }) {
  let members = new Map();
  let looks = 0;
  /** Members change less often than rates: every third time is enough. */
  const look = (pools) => {
    if (looks++ % 3 === 0) {
      watch(async () => {
        const shown = pools.slice(0, MOST_POOLS);
        const found = await Promise.all(shown.map((pool) => api.pool(pool.name)));
        members = new Map(found.map((pool) => [pool.name, pool.members]));
      });
    }
  };
  const tiles = el("dl", { class: "tiles", "aria-label": "Figures of the last ten seconds" });
  const graph = svg("svg", { class: "graph", role: "group", "aria-label": "Listeners, routes, pools and members" }, svg("g", { "aria-hidden": "true" }), svg("g"));
  const more = el("p", { class: "soft" });
  const rates = rateChart();
  const heat = heatMap();
  const reasons = el("ul", { class: "bars" });
  const noReasons = el("p", { class: "soft" }, "Nothing was refused, nothing has failed.");
  const strips = el("div", {});
  place.append(
    el("h1", {}, "Gateway"),
    tiles,
    el("section", { class: "panel" }, el("h2", {}, "What flows where"), el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Graph of the gateway" }, graph), more),
    el("div", { class: "grid" },
      el("section", { class: "panel" }, el("h2", {}, "Traffic"), rates.node),
      el("section", { class: "panel" }, el("h2", {}, "Latency"), heat.node),
      el("section", { class: "panel" }, el("h2", {}, "Refused and failed, by reason"), reasons, noReasons),
      el("section", { class: "panel" }, el("h2", {}, "Pools over time"), strips)),
  );
  return {
    query: () => ({ sort: "rate", limit: MOST_ROUTES }),
    update(overview) {
      figures(tiles, overview.totals);
      look(overview.pools);
      draw(graph, overview, members);
      const left = overview.routes.total - Math.min(MOST_ROUTES, overview.routes.items.length);
      setText(more, left > 0 ? `${count(left)} more routes, with less traffic, are listed under Routes.` : "");
      rates.update(state.samples);
      heat.update(state.samples);
      why(reasons, noReasons, overview.reasons);
      overTime(strips, overview.pools);
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

function draw(graph, overview, membersOf) {
  const routes = overview.routes.items.slice(0, MOST_ROUTES);
  const pools = overview.pools.slice(0, MOST_POOLS);
  const listeners = overview.gateway.listeners;
  const each = Math.max(1, Math.floor(MOST_MEMBERS / Math.max(1, pools.length)));
  const members = pools.flatMap((pool, i) => (membersOf.get(pool.name) ?? []).slice(0, each).map((member) => ({ ...member, pool: i })));
  const rows = Math.max(routes.length, pools.length, listeners.length, members.length, 1);
  const top = (number) => (i) => 8 + ((rows - number) / 2 + i) * ROW;
  setAttribute(graph, "viewBox", `0 0 ${WIDTH} ${rows * ROW + 16}`);
  const most = Math.max(1, ...routes.map((route) => route.counters.rate));
  const ofRoute = top(routes.length);
  const ofPool = top(pools.length);
  const ofListener = top(listeners.length);
  const ofMember = top(members.length);
  const edges = members.map((member, i) => edge(`${pools[member.pool].name} ${member.url}`, COLUMNS[2], ofPool(member.pool), COLUMNS[3], ofMember(i), member.counters, most));
  routes.forEach((route, i) => {
    listeners.forEach((listener, j) => edges.push(edge(`${listener.name} ${route.name}`, COLUMNS[0], ofListener(j), COLUMNS[1], ofRoute(i), route.counters, most)));
    const pool = pools.findIndex((one) => one.name === route.pool);
    if (pool >= 0) {
      edges.push(edge(`${route.name} to ${route.pool}`, COLUMNS[1], ofRoute(i), COLUMNS[2], ofPool(pool), route.counters, most));
    }
  });
  const boxes = [
    ...listeners.map((listener, i) => box(COLUMNS[0], ofListener(i), listener.name, `${listener.uri} · ${count(listener.connections)} conn.`, null, "none")),
    ...routes.map((route, i) => box(COLUMNS[1], ofRoute(i), route.name, `${rate(route.counters.rate)} · ${seconds(route.counters.p99)} p99`, `#/routes/${encodeURIComponent(route.name)}`, badness(route.counters))),
    ...members.map((member, i) => box(COLUMNS[3], ofMember(i), host(member.url), `${member.state} · ${rate(member.counters.rate)}`, `#/pools/${encodeURIComponent(pools[member.pool].name)}`, member.state)),
    ...pools.map((pool, i) => box(COLUMNS[2], ofPool(i), pool.name, states(pool), `#/pools/${encodeURIComponent(pool.name)}`, pool.states.up > 0 ? "up" : "down")),
  ];
  const key = (one) => `${one.x ?? ""} ${one.key}`;
  follow(graph.firstChild, edges, key, () => svg("path"), fillEdge);
  follow(graph.lastChild, boxes, key, makeBox, fillBox);
}

const states = (pool) => Object.entries(pool.states).map(([name, number]) => `${number} ${name}`).join(", ") || "nobody";

/** A line as data; the key tells it from the others, so that its element stays. */
function edge(key, x1, y1, x2, y2, counters, most) {
  const from = x1 + BOX.width;
  const y = (value) => value + BOX.height / 2;
  const bend = (x2 - from) / 2;
  return {
    key,
    x: x1,
    d: `M${from} ${y(y1)}C${from + bend} ${y(y1)} ${x2 - bend} ${y(y2)} ${x2} ${y(y2)}`,
    width: 1 + 7 * Math.sqrt(counters.rate / most),
    how: badness(counters),
  };
}

function fillEdge(path, { d, width, how }) {
  setAttribute(path, "d", d);
  setAttribute(path, "stroke-width", width);
  setAttribute(path, "data-state", how);
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

function overTime(place, pools) {
  follow(place, pools.slice(0, MOST_POOLS), (pool) => pool.name, (pool) => {
    const chart = strip(`States of pool ${pool.name} in the last five minutes`);
    const node = el("div", {}, el("h3", {}, el("a", { href: `#/pools/${encodeURIComponent(pool.name)}` }, pool.name)), chart.node);
    node.sluiceChart = chart;
    return node;
  }, (node, pool) => node.sluiceChart.update(state.states.get(`pool ${pool.name}`) ?? []));
}
