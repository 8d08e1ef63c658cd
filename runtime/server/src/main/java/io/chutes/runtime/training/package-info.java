/** The training run of an image: one start and one call of each endpoint, for the JVM's AOT cache to learn from. */
@NullMarked
package io.chutes.runtime.training;

import org.jspecify.annotations.NullMarked;
