/** Requests and answers of the platform's REST API. */
@NullMarked
package io.chutes.platform.api;

import org.jspecify.annotations.NullMarked;
