/** Calls that come with an idempotency key, and what became of them. */
@NullMarked
package io.chutes.runtime.idempotency;

import org.jspecify.annotations.NullMarked;
