package io.chutes.processor;

import io.chutes.platform.manifest.Manifest;
import io.chutes.platform.manifest.OpenApi;
import java.io.IOException;
import java.io.Writer;
import javax.annotation.processing.Filer;
import javax.lang.model.element.TypeElement;
import javax.tools.StandardLocation;

/** Writes {@code META-INF/chutes/openapi/<name>.json}. */
final class OpenApiWriter {
    private OpenApiWriter() {}

    static void write(ChuteModel chute, TypeElement origin, Filer filer) throws IOException {
        Manifest manifest = chute.manifest();
        var file = filer.createResource(
                StandardLocation.CLASS_OUTPUT, "", OpenApi.FOLDER + manifest.name() + ".json", origin);
        try (Writer out = file.openWriter()) {
            out.write(OpenApi.write(manifest));
        }
    }
}
