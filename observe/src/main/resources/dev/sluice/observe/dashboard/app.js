// The page: which view is shown, how often figures are read, and what the header says.
import { api, Problem } from "./api.js";
import { el, setAttribute, setText } from "./dom.js";
import { askToken, open } from "./dialog.js";
import { rate, span } from "./format.js";
import { state, take } from "./state.js";
import { currentTheme, nextTheme, showTheme } from "./theme.js";
import { forget, keep, takeFromAddress, token } from "./token.js";
import { gatewayView } from "./view-gateway.js";
import { routesView } from "./view-routes.js";
import { poolsView } from "./view-pools.js";
import { breakersView } from "./view-breakers.js";
import { failuresView } from "./view-failures.js";
import { journalView } from "./view-journal.js";
import { explainView } from "./view-explain.js";
import { modelView } from "./view-model.js";

const VIEWS = [
  { name: "gateway", title: "Gateway", key: "1", make: gatewayView },
  { name: "routes", title: "Routes", key: "2", make: routesView },
  { name: "pools", title: "Pools", key: "3", make: poolsView },
  { name: "breakers", title: "Breakers", key: "4", make: breakersView },
  { name: "failures", title: "Failures", key: "5", make: failuresView },
  { name: "journal", title: "Journal", key: "6", make: journalView },
  { name: "explain", title: "Explain", key: "7", make: explainView },
  { name: "model", title: "Model", key: "8", make: modelView },
];
const SECOND = 1000;
const LONGEST_PAUSE = 30 * SECOND;

const byId = (id) => document.getElementById(id);
let current = null;
let paused = false;
let wait = SECOND;
let timer = 0;
let asking = null;
let troubleOf = null;

/** Tells those who cannot see it what has happened. */
export function say(text) {
  setText(byId("said"), text);
}

/** Shows what is wrong, and whose trouble it is: of an action of a person, or of reading figures. */
function trouble(problem, whose = null) {
  const mistakes = (problem?.mistakes ?? []).filter((mistake) => !problem.message.includes(mistake));
  const text = problem ? [problem.message, ...mistakes].join(" · ") : "";
  troubleOf = whose;
  byId("trouble").hidden = !text;
  setText(byId("trouble"), text);
}

/** Shows the view that the address names: #/pools/api is the view "pools" with the part "api". */
function show() {
  const [, name, part] = location.hash.split("/");
  const view = VIEWS.find((one) => one.name === name) ?? VIEWS[0];
  current?.close?.();
  const place = byId("view");
  place.replaceChildren();
  trouble(null);
  current = view.make({ place, part: part ? decodeURIComponent(part) : "", say, guard, watch });
  document.title = `${view.title} · Sluice`;
  for (const link of byId("views").querySelectorAll("a")) {
    setAttribute(link, "aria-current", link.getAttribute("href") === `#/${view.name}` ? "page" : null);
  }
  if (state.overview) {
    current.update?.(state.overview);
  }
}

/** Does what a person asked for; what is wrong with it is told until the next action. */
const guard = (action) => attempt(action, "action", () => trouble(null));

/** Reads figures, again and again; what is wrong with that is told until they can be read. */
const watch = (action) => attempt(action, "reading", () => troubleOf === "reading" && trouble(null));

async function attempt(action, whose, succeeded) {
  try {
    const done = await action();
    succeeded();
    return done;
  } catch (problem) {
    if (problem instanceof Problem && problem.status === 401) {
      await enterToken(true);
      return null;
    }
    trouble(problem, whose);
    say(problem.message);
    return null;
  }
}

/** Asks for the token, in one dialog however many requests were refused, and begins anew with it. */
function enterToken(refused) {
  asking ??= askNow(refused);
  return asking;
}

async function askNow(refused) {
  forget();
  keep(await askToken(refused));
  asking = null;
  show();
  poll();
}

function header(overview) {
  const { gateway, totals } = overview;
  const dead = overview.pools.some((pool) => !(pool.states.up > 0));
  const condition = gateway.draining ? ["draining", "warn"] : dead ? ["a pool has nobody", "bad"] : ["running", "good"];
  setText(byId("condition"), condition[0]);
  setAttribute(byId("condition"), "data-state", condition[1]);
  setText(byId("fact-version"), `version ${gateway.version} · ${rate(totals.rate)}`);
  setText(byId("fact-uptime"), `up ${span(gateway.uptime)}`);
  setText(byId("fact-listeners"), gateway.listeners.map((listener) => listener.uri).join(", "));
}

async function poll() {
  clearTimeout(timer);
  if (!paused && !document.hidden && token()) {
    try {
      const query = current?.query?.() ?? { limit: 30 };
      const overview = await api.overview(query);
      take(overview);
      header(overview);
      current?.update?.(overview);
      if (wait > SECOND) {
        watch(async () => {});
        say("The gateway answers again");
      }
      wait = SECOND;
    } catch (problem) {
      if (problem instanceof Problem && problem.status === 401) {
        await enterToken(true);
        return;
      }
      wait = Math.min(LONGEST_PAUSE, wait * 2);
      setText(byId("condition"), "no answer");
      setAttribute(byId("condition"), "data-state", "bad");
      trouble(new Error(`The gateway does not answer: ${problem.message}. Asked again in ${wait / SECOND} s.`), "reading");
    }
  }
  timer = setTimeout(poll, wait);
}

function pause() {
  paused = !paused;
  setAttribute(byId("pause"), "aria-pressed", String(paused));
  setText(byId("pause"), paused ? "Go on" : "Pause");
  say(paused ? "Paused" : "Going on");
}

function theme() {
  const next = nextTheme(currentTheme());
  showTheme(next);
  setText(byId("theme"), `Theme: ${next}`);
}

function help() {
  const keys = [...VIEWS.map((view) => [view.key, view.title]), ["/", "Filter"], ["p", "Pause"], ["t", "Theme"], ["?", "This help"], ["Esc", "Close"]];
  open("Shortcuts", (close) => el("div", {},
    el("h2", {}, "Shortcuts"),
    el("dl", { class: "pairs" }, ...keys.map(([key, what]) => el("div", {}, el("dt", {}, key), el("dd", {}, what)))),
    el("div", { class: "buttons" }, el("button", { type: "button", class: "primary", onclick: () => close(null) }, "Close"))));
}

function shortcut(event) {
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || document.querySelector("dialog[open]");
  if (typing || event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  const view = VIEWS.find((one) => one.key === event.key);
  if (view) {
    location.hash = `#/${view.name}`;
  } else if (event.key === "/") {
    event.preventDefault();
    document.querySelector("[data-filter]")?.focus();
  } else if (event.key === "p") {
    pause();
  } else if (event.key === "t") {
    theme();
  } else if (event.key === "?") {
    help();
  }
}

function start() {
  takeFromAddress();
  showTheme(currentTheme());
  setText(byId("theme"), `Theme: ${currentTheme()}`);
  byId("views").append(...VIEWS.map((view) => el("li", {}, el("a", { href: `#/${view.name}` }, view.title))));
  byId("pause").addEventListener("click", pause);
  byId("theme").addEventListener("click", theme);
  byId("help").addEventListener("click", help);
  addEventListener("hashchange", () => {
    show();
    byId("main").focus({ preventScroll: true });
    poll();
  });
  addEventListener("keydown", shortcut);
  document.addEventListener("visibilitychange", () => document.hidden || poll());
  show();
  if (token()) {
    poll();
  } else {
    enterToken(false);
  }
}

start();
