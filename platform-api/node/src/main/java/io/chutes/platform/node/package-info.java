/** The agent on each GPU host: does what the control plane orders, reports what it sees, and survives being killed. */
@NullMarked
package io.chutes.platform.node;

import org.jspecify.annotations.NullMarked;
