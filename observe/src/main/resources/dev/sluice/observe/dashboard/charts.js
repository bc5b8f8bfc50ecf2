// Charts of the last five minutes. Each has a text that says the same.
import { el, setAttribute, setText, svg } from "./dom.js";
import { count, rate, seconds } from "./format.js";

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

/** How many requests took how long, over time: a column for each sample, a row for each bucket of latency; the highest row is what took longer. */
export function heatMap() {
  const canvas = el("canvas", { role: "img", "aria-label": "Latency in the last five minutes: time from left to right, slow requests above" });
  const said = el("p", { class: "soft" });
  const slow = el("span", { class: "bad", hidden: true });
  return {
    node: el("div", {}, canvas, said, slow),
    update(samples) {
      const [usual, slower, words] = [canvas, slow, said].map((node) => getComputedStyle(node).color);
      draw(canvas, samples, { usual, slower, words });
      setText(said, latency(samples));
    },
  };
}

function latency(samples) {
  const last = samples.at(-1);
  const now = last?.p50 != null ? `Half of the requests took up to ${seconds(last.p50)}, 99 of 100 up to ${seconds(last.p99)}.` : "No request in the last ten seconds.";
  const bound = last?.buckets.at(-2)?.le;
  const slow = samples.reduce((sum, { buckets }) => sum + buckets.at(-1).count - (buckets.at(-2)?.count ?? 0), 0);
  return slow > 0 && bound ? `${now} ${count(slow)} took more than ${seconds(bound)}, the highest row.` : now;
}

/** As many pixels as the screen has for it, so that it is sharp on all. */
function fit(canvas) {
  const scale = devicePixelRatio || 1;
  const [width, height] = [Math.round(canvas.clientWidth * scale), Math.round(canvas.clientHeight * scale)];
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  return scale;
}

function draw(canvas, samples, colours) {
  const scale = fit(canvas);
  const paint = canvas.getContext("2d");
  paint.clearRect(0, 0, canvas.width, canvas.height);
  const end = samples.at(-1)?.at ?? 0;
  const rows = Math.max(1, ...samples.map((sample) => sample.buckets.length));
  const high = canvas.height / rows;
  const wide = Math.max(2 * scale, canvas.width / 300);
  for (const sample of samples) {
    const x = canvas.width * (1 - (end - sample.at) / SPAN);
    let below = 0;
    const most = Math.max(1, sample.buckets.at(-1).count);
    sample.buckets.forEach((bucket, row) => {
      const here = bucket.count - below;
      below = bucket.count;
      if (here > 0) {
        paint.fillStyle = bucket.le === null ? colours.slower : colours.usual;
        paint.globalAlpha = 0.15 + 0.85 * Math.min(1, here / most);
        paint.fillRect(x - wide, canvas.height - (row + 1) * high, wide, high - scale);
      }
    });
  }
  paint.globalAlpha = 1;
  paint.fillStyle = colours.words;
  paint.font = `${11 * scale}px system-ui`;
  const labels = samples.at(-1)?.buckets ?? [];
  labels.forEach(({ le }, row) => {
    if (row % 4 === 3 && row < labels.length - 2) {
      paint.fillText(seconds(le), 4 * scale, canvas.height - row * high - 2 * scale);
    }
  });
  if (labels.length > 1) {
    paint.fillText(`> ${seconds(labels.at(-2).le)}`, 4 * scale, Math.max(high, 10 * scale) - 2 * scale);
  }
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
