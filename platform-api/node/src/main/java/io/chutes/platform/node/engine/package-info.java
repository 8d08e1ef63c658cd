/** How an instance is run on this host: what every engine can do, and the one that uses plain processes. */
@NullMarked
package io.chutes.platform.node.engine;

import org.jspecify.annotations.NullMarked;
