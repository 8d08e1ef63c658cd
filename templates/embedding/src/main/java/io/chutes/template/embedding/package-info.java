/** An embeddings service to extend: endpoint, limits and normalisation here, the model in the subclass. */
@NullMarked
package io.chutes.template.embedding;

import org.jspecify.annotations.NullMarked;
