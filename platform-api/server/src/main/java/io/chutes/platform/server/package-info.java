/** The control plane, put together from one package for each feature. */
@NullMarked
package io.chutes.platform.server;

import org.jspecify.annotations.NullMarked;
