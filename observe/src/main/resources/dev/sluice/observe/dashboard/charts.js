// Charts of the last five minutes. Each has a text that says the same.
import { el, setAttribute, setText, svg } from "./dom.js";
import { rate, seconds } from "./format.js";

const WIDTH = 600;
const HEIGHT = 120;
const SPAN = 300_000;

/** Requests and errors a second as two lines. */
export function rateChart() {
  const requests = svg("path", { class: "rate" });
  const errors = svg("path", { class: "errors" });
  const said = el("p", { class: "soft" });
  const chart = svg("svg", { class: "chart", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", role: "img", "aria-label": "Requests and errors a second in the last five minutes" }, requests, errors);
  const node = el("div", {}, chart, said);
  return {
    node,
    update(samples) {
      const top = Math.max(1, ...samples.map((sample) => sample.rate));
      setAttribute(requests, "d", line(samples, (sample) => sample.rate, top));
      setAttribute(errors, "d", line(samples, (sample) => sample.errorRate, top));
      const last = samples.at(-1);
      setText(said, last ? `Now ${rate(last.rate)}, of which ${rate(last.errorRate)} errors. The highest line is ${rate(top)}.` : "");
    },
  };
}

function line(samples, value, top) {
  const end = samples.at(-1)?.at ?? 0;
  return samples
    .map((sample, i) => `${i === 0 ? "M" : "L"}${(WIDTH * (1 - (end - sample.at) / SPAN)).toFixed(1)} ${(HEIGHT - (value(sample) / top) * (HEIGHT - 4) - 2).toFixed(1)}`)
    .join("");
}

/** How many requests took how long, over time: a column for each sample, a row for each bucket of latency. */
export function heatMap() {
  const canvas = el("canvas", { width: 900, height: 220, role: "img", "aria-label": "Latency in the last five minutes: time from left to right, slow requests above" });
  const said = el("p", { class: "soft" });
  return {
    node: el("div", {}, canvas, said),
    update(samples) {
      draw(canvas, samples);
      const last = samples.at(-1);
      setText(said, last?.p50 != null ? `Half of the requests took up to ${seconds(last.p50)}, 99 of 100 up to ${seconds(last.p99)}.` : "No request in the last ten seconds.");
    },
  };
}

function draw(canvas, samples) {
  const paint = canvas.getContext("2d");
  const style = getComputedStyle(document.documentElement);
  paint.clearRect(0, 0, canvas.width, canvas.height);
  const end = samples.at(-1)?.at ?? 0;
  const rows = Math.max(1, ...samples.map((sample) => sample.buckets.length));
  const high = canvas.height / rows;
  const wide = Math.max(2, canvas.width / 300);
  paint.fillStyle = getComputedStyle(canvas).color;
  for (const sample of samples) {
    const x = canvas.width * (1 - (end - sample.at) / SPAN);
    let below = 0;
    const most = Math.max(1, sample.buckets.at(-1)?.count ?? 1);
    sample.buckets.forEach((bucket, row) => {
      const here = bucket.count - below;
      below = bucket.count;
      if (here > 0) {
        paint.globalAlpha = 0.15 + 0.85 * Math.min(1, here / most);
        paint.fillRect(x - wide, canvas.height - (row + 1) * high, wide, high - 1);
      }
    });
  }
  paint.globalAlpha = 1;
  paint.fillStyle = style.color;
  paint.font = "12px system-ui";
  const labels = samples.at(-1)?.buckets ?? [];
  labels.forEach((bucket, row) => {
    if (row % 4 === 3) {
      paint.fillText(seconds(bucket.le), 4, canvas.height - (row + 1) * high + 12);
    }
  });
}

/** States over time as a strip. */
export function strip(label) {
  const node = svg("svg", { class: "strip", viewBox: `0 0 ${WIDTH} 10`, preserveAspectRatio: "none", role: "img", "aria-label": label });
  return {
    node,
    update(states) {
      const end = states.at(-1)?.at ?? 0;
      const runs = [];
      for (const one of states) {
        const last = runs.at(-1);
        if (last && last.state === one.state) {
          last.to = one.at;
        } else {
          runs.push({ state: one.state, from: last?.to ?? one.at, to: one.at });
        }
      }
      node.replaceChildren(...runs.map((run) => {
        const x = Math.max(0, WIDTH * (1 - (end - run.from) / SPAN));
        return svg("rect", { x, y: 0, width: Math.max(2, WIDTH * (1 - (end - run.to) / SPAN) - x), height: 10, "data-state": run.state });
      }));
      setAttribute(node, "aria-label", `${label}: ${runs.map((run) => run.state).join(", then ")}`);
    },
  };
}
