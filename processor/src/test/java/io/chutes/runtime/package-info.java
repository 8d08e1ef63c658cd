/** Tests that the decoder takes what the processor's schemas accept, and nothing else. */
@NullMarked
package io.chutes.runtime;

import org.jspecify.annotations.NullMarked;
