// A client of HTTP/2 by node: requests, trailers both ways, a reset, and a WebSocket by extended CONNECT (RFC 8441).
const http2 = require('node:http2');
const [, , url, what] = process.argv;
const session = http2.connect(url, { rejectUnauthorized: false });

function exchange(headers, body, trailers) {
  return new Promise((resolve, reject) => {
    const stream = session.request(headers, { endStream: body === undefined && !trailers, waitForTrailers: !!trailers });
    const seen = { body: '', informed: [], trailers: {} };
    stream.setEncoding('utf8');
    stream.on('headers', (head) => seen.informed.push(head[':status']));
    stream.on('response', (head) => { seen.head = head; });
    stream.on('trailers', (fields) => { seen.trailers = { ...fields }; });
    stream.on('data', (chunk) => { seen.body += chunk; });
    stream.on('end', () => resolve(seen));
    stream.on('error', reject);
    stream.on('wantTrailers', () => stream.sendTrailers(trailers));
    if (body !== undefined || trailers) stream.end(body);
  });
}

function settings() {
  return new Promise((resolve) => session.once('remoteSettings', resolve));
}

const scenarios = {
  async get() {
    const seen = await exchange({ ':path': '/hello' });
    return [seen.head[':status'], seen.body];
  },
  async many() {
    const all = await Promise.all(Array.from({ length: 90 }, (_, i) =>
      exchange({ ':method': 'POST', ':path': '/echo' }, 'body ' + i)));
    return [all.every((seen, i) => seen.body === 'body ' + i)];
  },
  async upload() {
    const seen = await exchange({ ':method': 'POST', ':path': '/echo' }, 'x'.repeat(2000000));
    return [seen.body.length];
  },
  async trailers() {
    const seen = await exchange({ ':method': 'POST', ':path': '/trailers', 'te': 'trailers' }, 'abc', { 'x-sum': '3' });
    return [seen.informed.join(), seen.body, seen.trailers['x-back']];
  },
  async websocket() {
    const offered = await settings();
    const stream = session.request({ ':method': 'CONNECT', ':protocol': 'websocket', ':path': '/chat',
      ':scheme': 'http', 'sec-websocket-version': '13' });
    let heard = '';
    stream.setEncoding('utf8');
    const status = await new Promise((resolve) => stream.on('response', (head) => resolve(head[':status'])));
    await new Promise((resolve) => {
      stream.on('data', (chunk) => { heard += chunk; });
      stream.on('end', resolve);
      stream.end('abc');
    });
    return [offered.enableConnectProtocol, status, heard];
  },
};

scenarios[what]().then(
  (result) => { console.log(result.join('|')); session.close(); },
  (error) => { console.log('failed: ' + error); process.exit(1); });
