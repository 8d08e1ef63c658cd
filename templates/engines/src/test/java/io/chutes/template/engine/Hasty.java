package io.chutes.template.engine;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Gpu;
import io.chutes.annotation.Image;
import io.chutes.annotation.Timeouts;

/** One that is given hardly any time to start, with the options of the class it extends. */
@Chute(name = "hasty")
@Gpu
@Timeouts(startup = "2s")
@Image(base = "example/vllm@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")
class Hasty extends Llama {}
