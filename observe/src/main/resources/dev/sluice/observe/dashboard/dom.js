// Makes and changes elements. Texts are always set as text: what a server or a client sent never becomes markup.

const SVG = "http://www.w3.org/2000/svg";

/** An HTML element: attributes by name, listeners as "onclick: function"; false and null leave an attribute out. */
export function el(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

/** An SVG element, in the same way. */
export function svg(name, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

function fill(node, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) {
      node.addEventListener(key.slice(2), value);
    } else {
      setAttribute(node, key, value);
    }
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/** Sets a text if it is another one, so that an unchanged page costs no layout. */
export function setText(node, text) {
  if (node.textContent !== text) {
    node.textContent = text;
  }
}

/** Sets an attribute if it has another value; false, null and undefined remove it, true leaves it empty. */
export function setAttribute(node, name, value) {
  if (value === false || value === null || value === undefined) {
    if (node.hasAttribute(name)) {
      node.removeAttribute(name);
    }
    return;
  }
  const text = value === true ? "" : String(value);
  if (node.getAttribute(name) !== text) {
    node.setAttribute(name, text);
  }
}

/**
 * Makes the children of a node follow a list: those whose key is still there stay the same elements, and keep the focus
 * even if they move.
 * `make(item)` makes a new one, `update(element, item)` is called for each.
 */
export function follow(parent, items, keyOf, make, update) {
  const before = parent.sluiceChildren ?? new Map();
  const after = new Map();
  const focused = parent.contains(document.activeElement) ? document.activeElement : null;
  let place = parent.firstChild;
  for (const item of items) {
    const key = keyOf(item);
    const node = before.get(key) ?? make(item);
    before.delete(key);
    after.set(key, node);
    update(node, item);
    if (node === place) {
      place = place.nextSibling;
    } else {
      parent.insertBefore(node, place);
    }
  }
  before.forEach((node) => node.remove());
  parent.sluiceChildren = after;
  if (focused !== document.activeElement && parent.contains(focused)) {
    focused.focus({ preventScroll: true }); // a browser takes the focus from an element that is moved
  }
}

/** A list of terms and what they are: pairs of a term and a text or an element; pairs without a value are left out. */
export function facts(pairs) {
  const rows = pairs.filter(([, value]) => value !== null && value !== undefined && value !== "");
  return el("dl", { class: "pairs" }, ...rows.map(([term, value]) => el("div", {}, el("dt", {}, term), el("dd", {}, value))));
}

/** How many CSS pixels a rem has now. */
export function rem() {
  return parseFloat(getComputedStyle(document.documentElement).fontSize);
}
