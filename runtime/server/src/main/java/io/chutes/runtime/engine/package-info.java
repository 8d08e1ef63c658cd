/** Processes beside the chute, such as inference engines: started, looked after, started again and ended with it. */
@NullMarked
package io.chutes.runtime.engine;

import org.jspecify.annotations.NullMarked;
