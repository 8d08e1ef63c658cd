/** Tests of the processor: sources in, generated text or errors out. */
@NullMarked
package io.chutes.processor;

import org.jspecify.annotations.NullMarked;
