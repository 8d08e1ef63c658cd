/** What things cost, as ratios against a named peer in one run. */
@NullMarked
package io.chutes.benchmark;

import org.jspecify.annotations.NullMarked;
