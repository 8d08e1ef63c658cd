package io.chutes.processor;

import io.chutes.platform.manifest.WeightsSpec;

/** A field that is set before the first call. */
sealed interface FieldModel {
    /** The field's name. */
    String field();

    /** The folder of a model's files. */
    record Weights(String field, WeightsSpec spec) implements FieldModel {}

    /** The secret of that name. */
    record Secret(String field, String name) implements FieldModel {}
}
