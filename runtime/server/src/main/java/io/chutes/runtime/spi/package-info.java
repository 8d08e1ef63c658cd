/** What generated code calls, and all that it calls: old chutes' jars run on newer runtimes by it. */
@NullMarked
package io.chutes.runtime.spi;

import org.jspecify.annotations.NullMarked;
