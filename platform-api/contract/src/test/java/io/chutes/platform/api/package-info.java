/** Tests of the api package. */
@NullMarked
package io.chutes.platform.api;

import org.jspecify.annotations.NullMarked;
