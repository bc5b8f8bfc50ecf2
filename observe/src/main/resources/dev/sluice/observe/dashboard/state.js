// What was seen of the gateway: the last overview, and what the charts need of the last five minutes.

const SECONDS = 300;

export const state = {
  /** The last overview; null until there is one. */
  overview: null,
  /** One sample for each poll: {at, rate, errorRate, p50, p99, buckets}. */
  samples: [],
  /** States over time: by a key such as a pool, a member or a breaker, a list of {at, state}. */
  states: new Map(),
};

/** Takes an overview, and what has changed since the one before. */
export function take(overview) {
  const { totals } = overview;
  keep(state.samples, {
    at: Date.parse(overview.at),
    rate: totals.rate,
    errorRate: totals.errorRate,
    p50: totals.p50,
    p99: totals.p99,
    buckets: grown(state.overview?.totals, totals),
  });
  for (const pool of overview.pools) {
    note(`pool ${pool.name}`, overview.at, worst(pool.states));
  }
  for (const breaker of overview.breakers.items) {
    note(breakerKey(breaker), overview.at, breaker.state);
  }
  state.overview = overview;
}

/** What has come to each bucket of latency; the last one, without a bound, is for what is slower than all others. */
function grown(before, now) {
  const since = (count, known) => (before ? Math.max(0, count - (known ?? 0)) : 0);
  return [
    ...(now.buckets ?? []).map((bucket, i) => ({ le: bucket.le, count: since(bucket.count, before?.buckets?.[i]?.count) })),
    { le: null, count: since(now.requests, before?.requests) },
  ];
}

/** What the states of a breaker are noted under; one that guards a route has no member. */
export const breakerKey = ({ path, member }) => `breaker ${path} ${member ?? ""}`;

/** Notes the state of something at a time. */
export function note(key, at, value) {
  const all = state.states.get(key) ?? [];
  keep(all, { at: Date.parse(at), state: value });
  state.states.set(key, all);
}

const GRAVEST_FIRST = ["down", "tripped", "ejected", "draining", "up"];

/** The gravest state that any member of a pool is in. */
export const worst = (states) => GRAVEST_FIRST.find((name) => states[name] > 0) ?? "none";

/** Smaller for a graver state; least for that of a pool that has nobody. */
export const gravity = (state) => GRAVEST_FIRST.indexOf(state);

function keep(list, item) {
  list.push(item);
  while (list.length > SECONDS) {
    list.shift();
  }
}
