/** Home of the tests over the samples; the samples themselves are projects of their own. */
@NullMarked
package io.chutes.samples;

import org.jspecify.annotations.NullMarked;
