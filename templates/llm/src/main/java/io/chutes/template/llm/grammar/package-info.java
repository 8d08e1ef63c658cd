/** Text that a model cannot but write rightly: which tokens may follow, by a grammar of its bytes. */
@NullMarked
package io.chutes.template.llm.grammar;

import org.jspecify.annotations.NullMarked;
