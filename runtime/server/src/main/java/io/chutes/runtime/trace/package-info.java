/** Spans of calls, and whoever sends them somewhere. */
@NullMarked
package io.chutes.runtime.trace;

import org.jspecify.annotations.NullMarked;
