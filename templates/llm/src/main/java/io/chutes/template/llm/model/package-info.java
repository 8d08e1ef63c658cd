/** The model: its files, its step and its memory. */
@NullMarked
package io.chutes.template.llm.model;

import org.jspecify.annotations.NullMarked;
