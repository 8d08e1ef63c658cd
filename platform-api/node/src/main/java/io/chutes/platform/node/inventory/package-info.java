/** What a node's host has: cores, memory, room on the disk, and GPUs, found by the driver's own tool or declared. */
@NullMarked
package io.chutes.platform.node.inventory;

import org.jspecify.annotations.NullMarked;
