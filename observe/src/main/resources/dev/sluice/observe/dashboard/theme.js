// Light, dark, or as the system says. The style sheet does the rest by `color-scheme`.

const KEY = "sluice.theme";
const ORDER = ["system", "light", "dark"];

export function currentTheme() {
  const kept = localStorage.getItem(KEY);
  return ORDER.includes(kept) ? kept : "system";
}

/** Shows a theme and keeps it. */
export function showTheme(theme) {
  localStorage.setItem(KEY, theme);
  document.documentElement.dataset.theme = theme;
}

/** The theme after this one. */
export const nextTheme = (theme) => ORDER[(ORDER.indexOf(theme) + 1) % ORDER.length];
