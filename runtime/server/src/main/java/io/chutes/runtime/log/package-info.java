/** The log of a container: one JSON object a line on standard output, whoever writes it through SLF4J. */
@NullMarked
package io.chutes.runtime.log;

import org.jspecify.annotations.NullMarked;
