/** The OpenAPI document of this API, made from its routes. */
@NullMarked
package io.chutes.platform.server.openapi;

import org.jspecify.annotations.NullMarked;
