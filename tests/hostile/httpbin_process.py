"""Run as a program: httpbin on a free port of loopback, which is printed; ends with standard input."""

import sys
import threading

from httpbin import app
from werkzeug.serving import make_server

server = make_server("127.0.0.1", 0, app, threaded=True)
print(server.server_port, flush=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
sys.stdin.read()
