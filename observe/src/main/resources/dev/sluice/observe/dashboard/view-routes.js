// All routes as a table that asks for one page at a time, so that ten thousand are as quick as ten; one route in detail.
import { api } from "./api.js";
import { el, facts, follow, setAttribute, setText } from "./dom.js";
import { badness, count, errorShare, percent, rate, seconds } from "./format.js";

const PAGE = 50;
const COLUMNS = [
  { title: "Route", sort: "name" },
  { title: "Rate", sort: "rate", number: true },
  { title: "Errors", sort: "errors", number: true },
  { title: "Median", number: true },
  { title: "p99", sort: "p99", number: true },
  { title: "Leads to" },
];

export const routesView = (context) => (context.part ? oneRoute(context) : allRoutes(context));

function allRoutes({ place, say }) {
  let sort = "rate";
  let offset = 0;
  let filter = "";
  const input = el("input", { type: "search", id: "route-filter", "data-filter": true, oninput: (event) => {
    filter = event.target.value;
    offset = 0;
  } });
  const body = el("tbody");
  const shown = el("p", { class: "soft" });
  const before = el("button", { type: "button", onclick: () => { offset = Math.max(0, offset - PAGE); } }, "Previous");
  const after = el("button", { type: "button", onclick: () => { offset += PAGE; } }, "Next");
  const heads = COLUMNS.map((column) => el("th", { scope: "col", class: column.number ? "number" : null, "aria-sort": column.sort === sort ? "descending" : null },
    column.sort
      ? el("button", { type: "button", onclick: () => {
        sort = column.sort;
        offset = 0;
        heads.forEach((head, i) => setAttribute(head, "aria-sort", COLUMNS[i].sort === sort ? (sort === "name" ? "ascending" : "descending") : null));
        say(`Sorted by ${column.title}`);
      } }, column.title)
      : column.title));
  place.append(
    el("h1", {}, "Routes"),
    el("div", { class: "bar" }, el("p", { class: "field" }, el("label", { for: "route-filter" }, "Filter by name or condition"), input)),
    el("div", { class: "panel" },
      el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Routes" },
        el("table", {}, el("thead", {}, el("tr", {}, ...heads)), body)),
      el("div", { class: "bar" }, before, after, shown)),
  );
  return {
    query: () => ({ sort, filter, offset, limit: PAGE }),
    update(overview) {
      const { total, items } = overview.routes;
      follow(body, items, (route) => route.name, row, fillRow);
      setText(shown, total === 0 ? "No route" : `${offset + 1} to ${offset + items.length} of ${count(total)}`);
      before.disabled = offset === 0;
      after.disabled = offset + items.length >= total;
    },
  };
}

function row(route) {
  return el("tr", {},
    el("th", { scope: "row" }, el("a", { href: `#/routes/${encodeURIComponent(route.name)}` }, route.name)),
    el("td", { class: "number" }), el("td", { class: "number" }), el("td", { class: "number" }), el("td", { class: "number" }), el("td"));
}

function fillRow(tr, route) {
  const { counters } = route;
  setText(tr.children[1], rate(counters.rate));
  setText(tr.children[2], percent(errorShare(counters)));
  setAttribute(tr.children[2], "class", `number ${badness(counters)}`);
  setText(tr.children[3], seconds(counters.p50));
  setText(tr.children[4], seconds(counters.p99));
  setText(tr.children[5], route.end);
}

function oneRoute({ place, part, watch }) {
  const details = el("div", {});
  place.append(el("p", {}, el("a", { href: "#/routes" }, "All routes")), el("h1", {}, part), details);
  const read = () => watch(async () => {
    const route = await api.route(part);
    const { counters } = route;
    details.replaceChildren(
      el("section", { class: "panel" }, facts([
        ["Takes", el("code", {}, route.when || "everything")],
        ["Priority", route.priority === null ? "" : String(route.priority)],
        ["Leads to", route.pool ? el("a", { href: `#/pools/${encodeURIComponent(route.pool)}` }, route.end) : route.end],
        ["Now", `${rate(counters.rate)}, ${percent(errorShare(counters))} errors, ${seconds(counters.p50)} median, ${seconds(counters.p99)} p99`],
        ["Since start", `${count(counters.requests)} requests, ${count(counters.errors)} errors, ${count(counters.rejections)} refused`],
        ["Answers", Object.entries(counters.statuses).map(([status, number]) => `${status}: ${count(number)}`).join(", ")],
        ["Refused and failed", Object.entries(route.reasons ?? {}).map(([reason, number]) => `${reason}: ${count(number)}`).join(", ")],
      ])),
      el("section", { class: "panel" }, el("h2", {}, "What a request meets"),
        el("ol", {}, ...route.steps.map((step) => el("li", {}, el("code", {}, step.describe), " ", el("span", { class: "soft" }, step.path))), el("li", {}, el("code", {}, route.end)))),
      el("p", {}, el("a", { href: `#/failures//${encodeURIComponent(part)}` }, "Its last failures")),
    );
  });
  read();
  return { update: read };
}
