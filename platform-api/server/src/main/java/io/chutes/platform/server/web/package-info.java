/** The HTTP server that features hang their routes on: request ids, JSON bodies, and errors as problems. */
@NullMarked
package io.chutes.platform.server.web;

import org.jspecify.annotations.NullMarked;
