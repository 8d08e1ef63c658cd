/** A chute served inside a JUnit test, by the same code as in its container. */
@NullMarked
package io.chutes.testing;

import org.jspecify.annotations.NullMarked;
