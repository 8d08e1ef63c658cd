/** The javac plug-in: reads a chute's source to a model that cannot be wrong, then writes routes and manifest from it. */
@NullMarked
package io.chutes.processor;

import org.jspecify.annotations.NullMarked;
