/** Chutes around engines that are processes of their own: vLLM, SGLang, text-embeddings-inference, and pipelines of diffusers. */
@NullMarked
package io.chutes.template.engine;

import org.jspecify.annotations.NullMarked;
