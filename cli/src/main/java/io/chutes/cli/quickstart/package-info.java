/** {@code chutes quickstart}: from a checkout to a billed call, with every step shown. */
@NullMarked
package io.chutes.cli.quickstart;

import org.jspecify.annotations.NullMarked;
