"""An inference engine as far as HTTP goes; prints its port, and serves until its standard input ends."""
import hashlib
import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

go_on = threading.Event()


class Engine(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        digest = hashlib.sha256()
        length = left = int(self.headers.get("Content-Length", "0"))
        while left > 0:
            some = self.rfile.read(min(left, 65536))
            digest.update(some)
            left -= len(some)
        self.answer({
            "method": self.command,
            "path": self.path,
            "length": length,
            "sha256": digest.hexdigest(),
            "headers": {name.lower(): value for name, value in self.headers.items()},
        })

    def do_GET(self):
        if self.path.startswith("/events"):
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(b"data: 1\n\n")
            self.wfile.flush()
            go_on.wait(20)
            self.wfile.write(b"data: 2\n\n")
        elif self.path == "/go-on":
            go_on.set()
            self.answer({})
        elif self.path == "/teapot":
            self.answer({"short": True}, 418)
        else:
            self.do_POST()

    do_PUT = do_DELETE = do_PATCH = do_POST

    def answer(self, value, status=200):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-Engine", "python")
        self.send_header("X-Request-Id", "the engine's own")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Engine)
print(server.server_port, flush=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
sys.stdin.read()
