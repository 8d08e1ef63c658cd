/** The platform of this machine, as a process of its own. */
@NullMarked
package io.chutes.cli.local;

import org.jspecify.annotations.NullMarked;
