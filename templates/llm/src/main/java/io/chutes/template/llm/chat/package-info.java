/** From messages to the prompt of a model, and its tool calls back. */
@NullMarked
package io.chutes.template.llm.chat;

import org.jspecify.annotations.NullMarked;
