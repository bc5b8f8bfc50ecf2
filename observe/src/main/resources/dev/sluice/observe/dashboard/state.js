// What was seen of the gateway: the last overview, and what the charts need of the last five minutes.

const SECONDS = 300;

export const state = {
  /** The last overview; null until there is one. */
  overview: null,
  /** One sample for each poll: {at, rate, errorRate, p50, p99, buckets}. */
  samples: [],
  /** States over time: by a key such as a pool or a member, a list of {at, state}. */
  states: new Map(),
};

/** Takes an overview, and what has changed since the one before. */
export function take(overview) {
  const before = state.overview?.totals.buckets;
  const now = overview.totals.buckets ?? [];
  const totals = overview.totals;
  keep(state.samples, {
    at: Date.parse(overview.at),
    rate: totals.rate,
    errorRate: totals.errorRate,
    p50: totals.p50,
    p99: totals.p99,
    buckets: now.map((bucket, i) => ({ le: bucket.le, count: before?.[i] ? Math.max(0, bucket.count - before[i].count) : 0 })),
  });
  for (const pool of overview.pools) {
    note(`pool ${pool.name}`, overview.at, worst(pool.states));
  }
  state.overview = overview;
}

/** Notes the state of something at a time. */
export function note(key, at, value) {
  const all = state.states.get(key) ?? [];
  keep(all, { at: Date.parse(at), state: value });
  state.states.set(key, all);
}

/** The gravest state that any member of a pool is in. */
export const worst = (states) => ["down", "tripped", "ejected", "draining", "up"].find((name) => states[name] > 0) ?? "none";

function keep(list, item) {
  list.push(item);
  while (list.length > SECONDS) {
    list.shift();
  }
}
