// Numbers and times as people read them. The API tells seconds and ISO 8601 times; nothing here knows about elements.

const NONE = "–";
const whole = new Intl.NumberFormat("en");

/** A count: 1,234 or, where there is little room, 12.3k. */
export const count = (value) => (value === null || value === undefined ? NONE : whole.format(value));

/** 1 member, 1,234 members. */
export const many = (number, what) => `${count(number)} ${what}${number === 1 ? "" : "s"}`;

/** A number with about three digits: 0.5, 12.3k, 4.56M. */
export function short(value) {
  if (value === null || value === undefined) {
    return NONE;
  }
  const size = Math.abs(value);
  if (size >= 1e6) {
    return `${digits(value / 1e6)}M`;
  }
  if (size >= 1e4) {
    return `${digits(value / 1e3)}k`;
  }
  return size >= 1000 ? whole.format(Math.round(value)) : digits(value);
}

function digits(value) {
  const size = Math.abs(value);
  if (size >= 100 || Number.isInteger(value)) {
    return String(Math.round(value));
  }
  return size >= 10 ? value.toFixed(1) : value.toFixed(2).replace(/0$/, "");
}

/** A rate in requests a second. */
export const rate = (value) => (value === null || value === undefined ? NONE : `${short(value)}/s`);

/** A share of 1 in percent. */
export function percent(share) {
  if (!share) {
    return "0%";
  }
  return share < 0.001 ? "<0.1%" : `${share < 0.1 ? (share * 100).toFixed(1) : Math.round(share * 100)}%`;
}

/** A duration in seconds: 850 µs, 4.2 ms, 1.3 s. */
export function seconds(value) {
  if (value === null || value === undefined) {
    return NONE;
  }
  if (value < 0.001) {
    return `${Math.round(value * 1e6)} µs`;
  }
  return value < 1 ? `${digits(value * 1000)} ms` : `${digits(value)} s`;
}

/** A long time in seconds: 3 d 4 h, 2 h 5 min, 12 s. */
export function span(value) {
  const total = Math.max(0, Math.floor(value));
  const parts = [
    [Math.floor(total / 86400), "d"],
    [Math.floor(total / 3600) % 24, "h"],
    [Math.floor(total / 60) % 60, "min"],
    [total % 60, "s"],
  ];
  const first = parts.findIndex(([number]) => number > 0);
  return first < 0 ? "0 s" : parts.slice(first, first + 2).map(([number, unit]) => `${number} ${unit}`).join(" ");
}

/** The time of day of an ISO 8601 time, in the time zone of who looks. */
export function clock(iso) {
  const at = new Date(iso);
  return Number.isNaN(at.getTime()) ? NONE : at.toLocaleTimeString("en-GB");
}

/** Date and time of day. */
export const moment = (iso) => `${new Date(iso).toLocaleDateString("en-CA")} ${clock(iso)}`;

/** The share of errors in requests, by their rates. */
export const errorShare = (counters) => (counters && counters.rate > 0 ? Math.min(1, counters.errorRate / counters.rate) : 0);

/** How bad a share of errors is: "good", "warn" (from 1%), "bad" (from 10%). */
export function badness(counters) {
  const share = errorShare(counters);
  return share >= 0.1 ? "bad" : share >= 0.01 ? "warn" : "good";
}

/** An upstream without its scheme, which is the same for nearly all. */
export const host = (url) => url.replace(/^https?:\/\//, "").replace(/\/$/, "");
