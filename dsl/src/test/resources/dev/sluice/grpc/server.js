// The service test.Echo on @grpc/grpc-js; writes its port. It says what it was told in metadata.
const grpc = require('@grpc/grpc-js');

const bytes = text => Buffer.from(text);
const text = bytes => bytes.toString();
const method = (name, requestStream, responseStream) => ({
    path: '/test.Echo/' + name, requestStream, responseStream,
    requestSerialize: bytes, requestDeserialize: text, responseSerialize: bytes, responseDeserialize: text,
});

function trailers(metadata) {
    const trailers = new grpc.Metadata();
    metadata.get('x-bytes-bin').forEach(value => trailers.add('x-bytes-bin', value));
    return trailers;
}

const service = {
    Unary: (call, done) => {
        const head = new grpc.Metadata();
        call.metadata.get('x-text').forEach(value => head.add('x-text', value));
        call.sendMetadata(head);
        done(null, 'echo ' + call.request, trailers(call.metadata));
    },
    ServerStream: call => {
        const count = Number(call.request);
        if (count === 0) {
            call.on('cancelled', () => console.log('cancelled'));
            call.write('waiting');
            return;
        }
        for (let i = 1; i <= count; i++) {
            call.write('word ' + i);
        }
        call.end();
    },
    ClientStream: (call, done) => {
        let all = '';
        call.on('data', part => all += part);
        call.on('end', () => done(null, all));
    },
    Both: call => {
        call.on('data', message => message === 'fail'
            ? call.emit('error', {code: grpc.status.INTERNAL, details: 'asked to'})
            : call.write('echo ' + message));
        call.on('end', () => call.end());
        call.on('cancelled', () => {});
    },
};

const server = new grpc.Server();
server.addService({
    Unary: method('Unary', false, false),
    ServerStream: method('ServerStream', false, true),
    ClientStream: method('ClientStream', true, false),
    Both: method('Both', true, true),
}, service);
server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, port) => console.log(port));
