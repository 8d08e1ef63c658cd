/** What the documents say, held against the code. */
@NullMarked
package io.chutes.samples.docs;

import org.jspecify.annotations.NullMarked;
