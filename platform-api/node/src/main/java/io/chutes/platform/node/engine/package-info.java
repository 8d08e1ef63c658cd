/** How an instance is run on this host: what every engine can do, the one that uses plain processes, and the one that uses Docker's containers. */
@NullMarked
package io.chutes.platform.node.engine;

import org.jspecify.annotations.NullMarked;
