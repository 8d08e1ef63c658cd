/** Answers several calls of an endpoint at once. */
@NullMarked
package io.chutes.runtime.batch;

import org.jspecify.annotations.NullMarked;
