// The token that the API wants: kept in this tab only, until it is closed.

const KEY = "sluice.token";

/** Takes a token that the address brought, as #token=…, out of the address bar and the history. */
export function takeFromAddress() {
  const match = /^#token=([^&]*)/.exec(location.hash);
  if (match) {
    keep(decodeURIComponent(match[1]));
    history.replaceState(null, "", location.pathname + location.search + "#/gateway");
  }
}

/** The token, or null. */
export const token = () => sessionStorage.getItem(KEY);

/** Keeps a token. */
export function keep(value) {
  sessionStorage.setItem(KEY, value.trim());
}

/** Forgets the token, for it was refused. */
export function forget() {
  sessionStorage.removeItem(KEY);
}
