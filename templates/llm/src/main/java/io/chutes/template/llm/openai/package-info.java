/** OpenAI's API of language models: what is asked and what is answered. */
@NullMarked
package io.chutes.template.llm.openai;

import org.jspecify.annotations.NullMarked;
