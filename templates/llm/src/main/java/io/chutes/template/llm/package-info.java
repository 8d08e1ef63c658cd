/** A language model as a service of OpenAI's API: extend {@link io.chutes.template.llm.LlmChute}. */
@NullMarked
package io.chutes.template.llm;

import org.jspecify.annotations.NullMarked;
