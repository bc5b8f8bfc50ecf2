# A client of HTTP/2 by python3-h2, which checks what it receives strictly.
import socket
import sys

import h2.config
import h2.connection
import h2.events
import h2.settings

port, requests, size = (int(each) for each in sys.argv[1:4])
sock = socket.create_connection(('127.0.0.1', port))
sock.settimeout(20)
connection = h2.connection.H2Connection(h2.config.H2Configuration(client_side=True, header_encoding='utf-8'))
connection.initiate_connection()
connection.increment_flow_control_window(1 << 24)
connection.update_settings({h2.settings.SettingCodes.ENABLE_PUSH: 0})
sock.sendall(connection.data_to_send())
bodies, sent, ended, pending = {}, {}, 0, {}
for i in range(requests):
    stream = connection.get_next_available_stream_id()
    connection.send_headers(stream, [
        (':method', 'POST'), (':scheme', 'http'), (':authority', 'python.example'), (':path', '/echo'),
        ('content-length', str(size)), ('cookie', 'a=1'), ('cookie', 'b=2')])
    bodies[stream], pending[stream] = b'', bytes([65 + i % 26]) * size
    sent[stream] = pending[stream]


def push():
    for stream in list(pending):
        while pending[stream] and connection.local_flow_control_window(stream) > 0:
            most = min(connection.local_flow_control_window(stream), connection.max_outbound_frame_size)
            connection.send_data(stream, pending[stream][:most])
            pending[stream] = pending[stream][most:]
        if not pending[stream]:
            connection.end_stream(stream)
            del pending[stream]
    sock.sendall(connection.data_to_send())


push()
while ended < requests:
    data = sock.recv(65536)
    if not data:
        sys.exit('the gateway closed')
    for event in connection.receive_data(data):
        if isinstance(event, h2.events.ResponseReceived):
            assert dict(event.headers)[':status'] == '200', event.headers
        elif isinstance(event, h2.events.DataReceived):
            bodies[event.stream_id] += event.data
            connection.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
        elif isinstance(event, h2.events.StreamEnded):
            ended += 1
        elif isinstance(event, (h2.events.StreamReset, h2.events.ConnectionTerminated)):
            sys.exit(str(event))
    push()
assert bodies == sent, 'another body came back'
print('%d exchanges of %d bytes' % (requests, size))
