/** A typed client of the platform's REST API: one method for each route. */
@NullMarked
package io.chutes.platform.client;

import org.jspecify.annotations.NullMarked;
