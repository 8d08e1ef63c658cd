/** Calls to chutes: who may, which instance takes it, and the bytes both ways. */
@NullMarked
package io.chutes.platform.server.gateway;

import org.jspecify.annotations.NullMarked;
