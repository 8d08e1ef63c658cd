/** Tests of the price package. */
@NullMarked
package io.chutes.platform.price;

import org.jspecify.annotations.NullMarked;
