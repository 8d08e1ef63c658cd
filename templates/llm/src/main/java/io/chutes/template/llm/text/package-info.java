/** From tokens to text. */
@NullMarked
package io.chutes.template.llm.text;

import org.jspecify.annotations.NullMarked;
