/** What instances are given of models' files: from the lock in their image to folders of this node's cache. */
@NullMarked
package io.chutes.platform.node.weights;

import org.jspecify.annotations.NullMarked;
