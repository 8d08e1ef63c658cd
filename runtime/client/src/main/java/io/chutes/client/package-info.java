/** Calling a chute from any Java 17 service. */
@NullMarked
package io.chutes.client;

import org.jspecify.annotations.NullMarked;
