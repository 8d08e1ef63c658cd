/** Images on a node: fetched by digest from the platform's registry, verified, and unpacked once for all instances. */
@NullMarked
package io.chutes.platform.node.image;

import org.jspecify.annotations.NullMarked;
