/** Embeddings services to extend: with a model of the BERT family from its files, or around a model of the subclass's own. */
@NullMarked
package io.chutes.template.embedding;

import org.jspecify.annotations.NullMarked;
