/** Jinja, as far as the chat templates of models use it: rendered as Python's jinja2 does, and refused at load where it goes beyond. */
@NullMarked
package io.chutes.template.llm.jinja;

import org.jspecify.annotations.NullMarked;
