// Server-sent events over fetch: EventSource cannot send a token.

/** Reads events from a response until it ends: `take({event, data, id})` for each. */
export async function readEvents(response, take) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) {
      return;
    }
    const blocks = (rest + value).split(/\r?\n\r?\n/);
    rest = blocks.pop();
    blocks.map(parse).filter((event) => event !== null).forEach(take);
  }
}

function parse(block) {
  const event = { event: "message", data: "", id: null };
  const data = [];
  for (const line of block.split(/\r?\n/)) {
    const match = /^(event|data|id): ?(.*)$/.exec(line); // a line that begins with a colon is a comment
    if (match && match[1] === "data") {
      data.push(match[2]);
    } else if (match) {
      event[match[1]] = match[2];
    }
  }
  event.data = data.join("\n");
  return data.length === 0 ? null : event;
}
