// Calls of @grpc/grpc-js, one after the other; writes a line of JSON for each. Arguments: the address to call.
const grpc = require('@grpc/grpc-js');

const bytes = text => Buffer.from(text);
const text = bytes => bytes.toString();
const client = new grpc.Client(process.argv[2], grpc.credentials.createInsecure());
const path = name => '/test.Echo/' + name;
const options = millis => ({deadline: Date.now() + millis});
const told = {};

function unary(name, message, metadata = new grpc.Metadata(), millis = 20000) {
    return new Promise(done => {
        const result = {};
        const call = client.makeUnaryRequest(path(name), bytes, text, message, metadata, options(millis), (error, answer) => {
            result.answer = answer;
            result.code = error ? error.code : 0;
            result.details = error ? error.details : '';
        });
        call.on('metadata', head => result.head = head.get('x-text'));
        call.on('status', status => {
            result.trailer = status.metadata.get('x-bytes-bin').map(value => value.toString('hex'));
            done(result);
        });
    });
}

function words(count, millis = 20000) {
    return new Promise(done => {
        const all = [];
        const call = client.makeServerStreamRequest(path('ServerStream'), bytes, text, '' + count,
            new grpc.Metadata(), options(millis));
        call.on('data', word => all.push(word));
        call.on('error', () => {});
        call.on('status', status => done({count: all.length, last: all.at(-1), code: status.code}));
    });
}

function joined() {
    return new Promise(done => {
        const call = client.makeClientStreamRequest(path('ClientStream'), bytes, text, new grpc.Metadata(), options(20000),
            (error, answer) => done({answer, code: error ? error.code : 0}));
        ['a', 'b', 'c'].forEach(part => call.write(part));
        call.end();
    });
}

/** Sends each message when the answer to the one before has come. */
function pingPong(rounds, end) {
    return new Promise(done => {
        const call = client.makeBidiStreamRequest(path('Both'), bytes, text, new grpc.Metadata(), options(20000));
        let round = 0;
        call.on('data', answer => {
            if (answer !== 'echo ' + round) {
                done({wrong: answer});
            }
            round++;
            if (round < rounds) {
                call.write('' + round);
            } else {
                end(call);
            }
        });
        call.on('error', () => {});
        call.on('status', status => done({rounds: round, code: status.code, details: status.details}));
        call.write('0');
    });
}

async function main() {
    const metadata = new grpc.Metadata();
    metadata.add('x-text', 'one');
    metadata.add('x-text', 'two');
    metadata.set('x-bytes-bin', Buffer.from([0, 1, 254, 255]));
    told.unary = await unary('Unary', 'hello', metadata);
    told.large = (await unary('Unary', 'x'.repeat(3 << 20))).answer.length;
    told.unknown = (await unary('NoSuchMethod', 'a')).code;
    told.words = await words(500);
    told.deadline = (await words(0, 300)).code;
    told.joined = await joined();
    told.pingPong = await pingPong(100, call => call.end());
    told.cancelled = (await pingPong(2, call => call.cancel())).code;
    told.failed = await pingPong(2, call => call.write('fail'));
    console.log(JSON.stringify(told));
    client.close();
}

main();
