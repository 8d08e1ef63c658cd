/** Calls to chutes. */
@NullMarked
package io.chutes.cli.invoke;

import org.jspecify.annotations.NullMarked;
