/** Container images, made without a container engine: the same inputs give the same digest. */
@NullMarked
package io.chutes.cli.image;

import org.jspecify.annotations.NullMarked;
