// The admin API: requests with the token, answers as objects, refusals as Problem.
import { token } from "./token.js";

const PATIENCE_MILLIS = 10_000;

/** An answer that is no success, as a sentence: title, detail and mistakes of its problem document (RFC 9457). */
export class Problem extends Error {
  constructor(status, body) {
    const detail = body.detail ?? body.title ?? `The gateway answered ${status}`;
    super(detail);
    this.status = status;
    this.mistakes = Array.isArray(body.mistakes) ? body.mistakes : [];
  }
}

/** One request. `parts`: method, query (object), body (object or text), type, accept, ifMatch, signal. */
async function send(path, parts = {}) {
  const headers = { Authorization: `Bearer ${token() ?? ""}`, Accept: parts.accept ?? "application/json" };
  let body;
  if (parts.body !== undefined) {
    headers["Content-Type"] = parts.type ?? "application/json";
    body = typeof parts.body === "string" ? parts.body : JSON.stringify(parts.body);
  }
  if (parts.ifMatch) {
    headers["If-Match"] = parts.ifMatch;
  }
  const response = await fetch(address(path, parts.query), {
    method: parts.method ?? "GET",
    headers,
    body,
    cache: "no-store",
    credentials: "omit",
    redirect: "error",
    signal: parts.signal ?? AbortSignal.timeout(PATIENCE_MILLIS),
  });
  if (!response.ok) {
    throw new Problem(response.status, await response.json().catch(() => ({})));
  }
  return response;
}

function address(path, query = {}) {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== "");
  const text = new URLSearchParams(given).toString();
  return text ? `${path}?${text}` : path;
}

async function json(path, parts) {
  const response = await send(path, parts);
  return response.status === 204 ? null : response.json();
}

/** A text with its entity tag. */
async function text(path, accept) {
  const response = await send(path, { accept });
  return { text: await response.text(), etag: response.headers.get("ETag") };
}

const pool = (name) => `/api/pools/${encodeURIComponent(name)}`;
const YAML = "application/yaml";

export const api = {
  overview: (query) => json("/api/overview", { query }),
  route: (name) => json(`/api/routes/${encodeURIComponent(name)}`),
  pool: (name) => json(pool(name)),
  breakers: () => json("/api/breakers"),
  resetBreaker: (body) => json("/api/breakers/reset", { method: "POST", body }),
  failures: (query) => json("/api/failures", { query }),
  journal: (query) => json("/api/journal", { query }),
  journalStream: (query, signal) => send("/api/journal/stream", { query, signal, accept: "text/event-stream" }),
  explain: (body) => json("/api/explain", { method: "POST", body }),

  putMember: (name, body) => json(`${pool(name)}/members`, { method: "PUT", body }),
  removeMember: (name, url) => json(`${pool(name)}/members`, { method: "DELETE", query: { url } }),
  /** `verb`: drain, undrain, down or up. */
  steer: (name, verb, body) => json(`${pool(name)}/${verb}`, { method: "POST", body }),

  model: () => text("/api/model", YAML),
  plan: (yaml) => json("/api/plan", { method: "POST", body: yaml, type: YAML }),
  apply: (yaml, ifMatch) => json("/api/apply", { method: "POST", body: yaml, type: YAML, ifMatch }),
  rollback: (ifMatch) => json("/api/rollback", { method: "POST", ifMatch }),
  history: () => json("/api/history"),
  version: (number) => text(`/api/history/${number}`, YAML),
};
