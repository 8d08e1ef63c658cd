/** The next token, chosen from the scores of a model. */
@NullMarked
package io.chutes.template.llm.sampling;

import org.jspecify.annotations.NullMarked;
