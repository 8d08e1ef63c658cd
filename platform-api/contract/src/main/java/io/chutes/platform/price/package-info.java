/** The dated catalogue of GPU models and what each costs. */
@NullMarked
package io.chutes.platform.price;

import org.jspecify.annotations.NullMarked;
