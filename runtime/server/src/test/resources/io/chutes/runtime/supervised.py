"""An inference engine as far as its life goes. Arguments: its port, a folder to leave notes in, and what is odd about it."""
import json
import os
import signal
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

port, folder, *odd = int(sys.argv[1]), sys.argv[2], *sys.argv[3:]
notes = threading.Lock()


def path(name):
    return os.path.join(folder, name)


def note(name, text):
    with notes, open(path(name), "a") as file:
        file.write(f"{text}\n")


def await_file(name):
    while not os.path.exists(path(name)):
        time.sleep(0.01)


class Server(ThreadingHTTPServer):
    def handle_error(self, request, client_address):
        """A caller who leaves is no word of the engine's."""


class Engine(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        if self.is_stranger():
            self.answer({}, 401)
        elif self.path == "/health":
            if os.path.exists(path("hang")):
                threading.Event().wait()
            self.answer({}, 503 if "unhealthy" in odd else 200)
        elif self.path == "/environment":
            self.answer(dict(os.environ))
        elif self.path == "/events":
            self.events()
        else:
            self.answer({}, 404)

    def do_POST(self):
        if self.path == "/die":
            os._exit(7)
        if self.is_stranger():
            return self.answer({}, 401)
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.send_header("X-Seen", self.headers.get("X-Mine", ""))
        self.end_headers()
        while True:
            length = int(self.rfile.readline(), 16)
            some = self.rfile.read(length + 2)[:-2]
            self.wfile.write(b"%x\r\n%s\r\n" % (length, some.upper()))
            self.wfile.flush()
            if length == 0:
                return

    def is_stranger(self):
        return "keyed" in odd and self.headers.get_all("Authorization") != ["Bearer k3y"]

    def events(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        try:
            while True:
                self.wfile.write(b"data: on\n\n")
                time.sleep(0.05)
        except ConnectionError:
            note("seen", "left")

    def answer(self, value, status=200):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


note("pids", os.getpid())
print("loading 1 of 2", flush=True)
if "exits" in odd:
    print("no kernel image is available", file=sys.stderr, flush=True)
    sys.exit(3)
if "stubborn" in odd:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
if "family" in odd:
    note("pids", subprocess.Popen(["sleep", "300"]).pid)
    # Its parent ends at once, so it is nobody's child, and it keeps the output open; the other leaves the session too.
    subprocess.run(["sh", "-c", "sleep 301 & echo $! >> pids"], cwd=folder)
    if "scattered" in odd:
        subprocess.run(["sh", "-c", "sleep 302 & echo $! >> pids"], cwd=folder, start_new_session=True)
if "chatty" in odd:
    sys.stdout.write("x" * 200_000)
    for n in range(2_000):
        print("\rstep", n, end="")
if "slow" in odd:
    await_file("go")
Server(("127.0.0.1", port), Engine).serve_forever()
