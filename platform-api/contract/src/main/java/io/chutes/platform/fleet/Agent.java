package io.chutes.platform.fleet;

import org.jspecify.annotations.Nullable;

/**
 * Which agent speaks for a node. At most one may: another one is let in only if it follows that one in its folder, or nothing has been
 * heard of that one for a while.
 *
 * @param id its own, made anew at each start
 * @param follows the agent that had the node's folder before, null for the first
 */
public record Agent(String id, @Nullable String follows) {}
