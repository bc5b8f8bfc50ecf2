// The model: as it is, what another would change, and what was there before.
import { api } from "./api.js";
import { ask } from "./dialog.js";
import { el, setText } from "./dom.js";
import { moment } from "./format.js";

export function modelView({ place, guard, say }) {
  const text = el("textarea", { id: "model-text", spellcheck: "false", "data-filter": true });
  const plan = el("div", { "aria-live": "polite" });
  const versions = el("ol", { class: "log" });
  const running = el("p", { class: "soft" });
  let etag = "";
  const apply = el("button", { type: "button", class: "primary", disabled: true, onclick: () => change("Apply this model", "Requests under way go on with the model that they began with.", () => api.apply(text.value, etag)) }, "Apply");
  const back = el("button", { type: "button", onclick: () => change("Roll back", "The model before this one runs again, as a new version.", () => api.rollback(etag)) }, "Roll back");
  place.append(
    el("h1", {}, "Model"),
    running,
    el("div", { class: "grid" },
      el("section", { class: "panel" }, el("h2", {}, el("label", { for: "model-text" }, "The gateway as YAML")), text,
        el("div", { class: "buttons" }, back, el("button", { type: "button", onclick: () => read() }, "Start over"), el("button", { type: "button", onclick: () => show() }, "What would change?"), apply), plan),
      el("section", { class: "panel" }, el("h2", {}, "History"), versions)));

  const show = () => guard(async () => {
    apply.disabled = true;
    const difference = await api.plan(text.value);
    plan.replaceChildren(coloured(difference.text));
    apply.disabled = difference.changes.length === 0;
    say(`${difference.changes.length} changes`);
  });

  const change = async (title, what, action) => {
    if (await ask({ title, text: what, action: title })) {
      await guard(async () => {
        const done = await action();
        say(`Version ${done.version} runs`);
        plan.replaceChildren(el("p", { class: "good" }, `Version ${done.version} runs.`));
        await read(true);
      });
    }
  };

  const read = (keepPlan = false) => guard(async () => {
    const model = await api.model();
    etag = model.etag;
    text.value = model.text;
    apply.disabled = true;
    if (!keepPlan) {
      plan.replaceChildren();
    }
    const { items } = await api.history();
    setText(running, `Version ${items[0].version} runs, since ${moment(items[0].at)}.`);
    back.disabled = items.length < 2;
    versions.replaceChildren(...items.map((one) => el("li", {},
      el("time", { datetime: one.at }, moment(one.at)),
      el("span", { class: "kind" }, `Version ${one.version}`),
      el("details", { class: "text" }, el("summary", {}, "What it changed"), coloured(one.text),
        el("button", { type: "button", onclick: () => guard(async () => {
          text.value = (await api.version(one.version)).text;
          await show();
        }) }, "Take it as a draft")))));
  });

  read();
  return {};
}

/** A difference with its lines in colour: + comes, - goes, ~ changes. */
function coloured(difference) {
  const kinds = { "+": "added", "-": "removed", "~": "changed" };
  return el("pre", { tabindex: "0", "aria-label": "Difference" }, ...difference.split("\n").map((line) => el("span", { class: kinds[line.trim()[0]] ?? null }, `${line}\n`)));
}
