// Dialogs: one question at a time, answered by a button or Escape. Focus goes back where it came from.
import { el } from "./dom.js";

/** Opens a dialog. `make(close)` gives its content; the promise has what `close` was called with, or null. */
export function open(label, make, kind = "") {
  return new Promise((resolve) => {
    const from = document.activeElement;
    let answer = null;
    const dialog = el("dialog", { class: kind, "aria-label": label });
    dialog.append(make((value) => {
      answer = value;
      dialog.close();
    }));
    dialog.addEventListener("close", () => {
      dialog.remove();
      from?.focus?.();
      resolve(answer);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

/**
 * Asks before something is changed. `fields`: inputs whose values are handed back by name.
 * The promise has the values, or null if the answer was no.
 */
export function ask({ title, text, action, danger = false, fields = [] }) {
  return open(title, (close) => {
    const form = el(
      "form",
      { onsubmit: (event) => {
        event.preventDefault();
        close(Object.fromEntries(new FormData(form)));
      } },
      el("h2", {}, title),
      ...[].concat(text).map((line) => el("p", {}, line)),
      ...fields.map(field),
      el("div", { class: "buttons" },
        el("button", { type: "button", onclick: () => close(null) }, "Cancel"),
        el("button", { type: "submit", class: danger ? "danger" : "primary" }, action)),
    );
    return form;
  });
}

/** An input with its label: {label, name, value, hint, …attributes of the input}. */
export function field({ label, hint, ...attributes }) {
  const id = `field-${attributes.name}`;
  const hintId = `${id}-hint`;
  return el("p", { class: "field" },
    el("label", { for: id }, label),
    el("input", { id, autocomplete: "off", "aria-describedby": hint ? hintId : null, ...attributes }),
    hint ? el("small", { id: hintId }, hint) : null);
}

/** Asks for the token. The promise has it once something was entered. */
export async function askToken(refused) {
  for (;;) {
    const answer = await ask({
      title: "Token",
      text: refused
        ? "The gateway refused that token. It is the first line of its token file, which may have changed."
        : "The gateway shows nothing without its token: the first line of its token file, ~/.sluice/admin-token if you gave it no other.",
      action: "Continue",
      fields: [{ label: "Token", name: "token", type: "password", required: true, autofocus: true, hint: "Kept in this tab until you close it." }],
    });
    if (answer?.token) {
      return answer.token;
    }
  }
}
