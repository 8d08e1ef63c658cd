"""A pipeline that paints what it was asked for: its images are the JSON of that, and how the pipeline was loaded."""
import json
import os
import threading
import time


class Image:
    def __init__(self, text):
        self.text = text

    def save(self, file, form, quality):
        file.write(json.dumps({**self.text, "form": form, "quality": quality}).encode())


class Images:
    def __init__(self, image):
        self.images = [image]


class DiffusionPipeline:
    busy = threading.Lock()

    @classmethod
    def from_pretrained(cls, folder, **how):
        pipeline = cls()
        pipeline.folder = folder
        pipeline.how = how
        return pipeline

    def set_progress_bar_config(self, disable):
        self.how["quiet"] = disable

    def to(self, device):
        self.how["device"] = device

    def enable_attention_slicing(self):
        self.how["slicing"] = True

    def __call__(self, prompt, height=512, width=512, num_inference_steps=50, guidance_scale=5.0, generator=None,
                 callback_on_step_end=None):
        if not self.busy.acquire(blocking=False):
            raise RuntimeError("a pipeline paints one image at a time")
        try:
            for step in range(num_inference_steps):
                while prompt == "endless" or (prompt == "slow" and not os.path.exists(f"{self.folder}/go")):
                    time.sleep(0.01)
                    callback_on_step_end(self, step, 0, {})
                callback_on_step_end(self, step, 0, {})
            if prompt == "refused":
                raise ValueError("the prompt is refused")
            if prompt == "broken":
                raise MemoryError("out of memory")
            return Images(Image({
                "prompt": prompt, "height": height, "width": width,
                "steps": num_inference_steps, "guidance": guidance_scale,
                "seed": generator and generator.seed, **self.how}))
        finally:
            self.busy.release()
