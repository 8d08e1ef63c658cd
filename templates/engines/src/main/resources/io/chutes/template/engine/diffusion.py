"""Serves a pipeline of the diffusers library: POST /generate answers a JPEG; GET /health is 200, once the pipeline is loaded."""
import argparse
import hmac
import inspect
import io
import json
import os
import socket
import threading
import traceback
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

QUALITY = 85


class Refused(Exception):
    """What is asked for can never be painted by this model."""


class CallerLeft(Exception):
    """Nobody waits for the image any more."""


def arguments():
    parser = argparse.ArgumentParser(allow_abbrev=False)
    parser.add_argument("--model", required=True)
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", required=True, type=int)
    parser.add_argument("--dtype", choices=["float16", "bfloat16", "float32"], default="float16")
    parser.add_argument("--variant")
    parser.add_argument("--attention-slicing", action="store_true")
    parser.add_argument("--cpu-offload", action="store_true")
    return parser.parse_args()


class Painter:
    """One pipeline, which paints one image at a time: its scheduler has a state."""

    def __init__(self, options):
        import diffusers
        import torch

        self.torch = torch
        self.turn = threading.Lock()
        self.pipeline = diffusers.DiffusionPipeline.from_pretrained(
            options.model,
            torch_dtype=getattr(torch, options.dtype),
            local_files_only=True,
            **({"variant": options.variant} if options.variant else {}),
        )
        self.pipeline.set_progress_bar_config(disable=True)
        if options.cpu_offload:
            self.pipeline.enable_model_cpu_offload()
        else:
            self.pipeline.to("cuda" if torch.cuda.is_available() else "cpu")
        if options.attention_slicing:
            self.pipeline.enable_attention_slicing()
        self.takes = inspect.signature(self.pipeline.__call__).parameters

    def paint(self, wish, has_left):
        """The JPEG, or CallerLeft: whoever leaves is noticed between two steps."""

        def step(_pipeline, _step, _timestep, tensors):
            if has_left():
                raise CallerLeft()
            return tensors

        wanted = {name: value for name, value in wish.items() if name != "seed" and value != ""}
        if wish.get("seed") is not None:
            wanted["generator"] = self.torch.Generator("cpu").manual_seed(wish["seed"])
        if "callback_on_step_end" in self.takes:
            wanted["callback_on_step_end"] = step
        unknown = [name for name in wanted if name not in self.takes]
        if unknown:
            raise Refused(f"this model has no {', '.join(unknown)}")
        with self.turn:
            if has_left():
                raise CallerLeft()
            image = self.pipeline(**wanted).images[0]
        jpeg = io.BytesIO()
        image.save(jpeg, "JPEG", quality=QUALITY)
        return jpeg.getvalue()


def handler(painter, key):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            if self.is_admitted():
                self.answer(*(200, {"status": "ok"}) if self.path == "/health" else (404, {"error": "no such path"}))

        def do_POST(self):
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            if not self.is_admitted():
                return
            if self.path != "/generate":
                self.answer(404, {"error": "no such path"})
                return
            try:
                self.send(200, "image/jpeg", painter.paint(json.loads(body), self.has_left))
            except CallerLeft:
                self.close_connection = True
            except Refused as refusal:
                self.answer(400, {"error": str(refusal)})
            except Exception as failure:
                traceback.print_exc()
                self.answer(500, {"error": f"{type(failure).__name__}: {failure}"})

        def is_admitted(self):
            given = self.headers.get("Authorization", "")
            if hmac.compare_digest(given.encode(), f"Bearer {key}".encode()):
                return True
            self.answer(401, {"error": "this wants the key of its chute"})
            return False

        def has_left(self):
            try:
                return self.connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) == b""
            except BlockingIOError:
                return False
            except OSError:
                return True

        def answer(self, status, value):
            self.send(status, "application/json", json.dumps(value).encode())

        def send(self, status, content_type, body):
            self.send_response(status)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            """Calls are in the chute's own log and metrics."""

    return Handler


def main():
    options = arguments()
    painter = Painter(options)
    ThreadingHTTPServer((options.host, options.port), handler(painter, os.environ["DIFFUSION_KEY"])).serve_forever()


if __name__ == "__main__":
    main()
