/** The running batch: requests join it and leave it at each step of the model. */
@NullMarked
package io.chutes.template.llm.batch;

import org.jspecify.annotations.NullMarked;
