package io.chutes.processor;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import io.chutes.processor.EndpointModel.Answer.Events;
import java.io.IOException;
import java.util.List;
import javax.annotation.processing.Filer;
import javax.annotation.processing.Generated;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;

/** Writes a chute's client: what a person would type to call it, on {@code io.chutes.client} alone. */
final class ClientWriter {
    static final ClassName CHUTE_CLIENT = ClassName.get("io.chutes.client", "ChuteClient");
    static final ClassName CALL_OPTIONS = ClassName.get("io.chutes.client", "CallOptions");

    private ClientWriter() {}

    /** The class to write, in the chute's package. */
    static ClassName name(ChuteModel chute) {
        ClassName type = chute.chuteClass();
        return ClassName.get(type.packageName(), String.join("_", type.simpleNames()) + "Client");
    }

    static void write(ChuteModel chute, List<ClientMethods> endpoints, TypeElement origin, Filer filer)
            throws IOException {
        JavaFile.builder(
                        name(chute).packageName(),
                        type(chute, endpoints).addOriginatingElement(origin).build())
                .indent("    ")
                .skipJavaLangImports(!chute.hidesJavaLang())
                .build()
                .writeTo(filer);
    }

    private static TypeSpec.Builder type(ChuteModel chute, List<ClientMethods> endpoints) {
        ClassName client = name(chute);
        Modifier[] visibility = RoutesWriter.visibility(chute);
        boolean answersLater = chute.endpoints().stream().anyMatch(endpoint -> !(endpoint.answer() instanceof Events));
        var type = TypeSpec.classBuilder(client)
                .addJavadoc("Calls a deployed {@link $T}.", chute.chuteClass())
                .addJavadoc(
                        "$L", answersLater ? " Cancelling what an {@code Async} method returns ends its call.\n" : "\n")
                .addAnnotation(AnnotationSpec.builder(Generated.class)
                        .addMember("value", "$S", ChuteProcessor.class.getName())
                        .build())
                .addAnnotations(RoutesWriter.suppressed(chute))
                .addModifiers(visibility)
                .addModifiers(Modifier.FINAL)
                .addField(CHUTE_CLIENT, "chute", Modifier.PRIVATE, Modifier.FINAL)
                .addMethod(MethodSpec.constructorBuilder()
                        .addJavadoc("Calls the chute by this client.\n")
                        .addModifiers(visibility)
                        .addParameter(CHUTE_CLIENT, "chute")
                        .addStatement("this.chute = chute")
                        .build())
                .addMethod(MethodSpec.methodBuilder("with")
                        .addJavadoc("The same chute called with these options.\n")
                        .addModifiers(visibility)
                        .returns(client)
                        .addParameter(CALL_OPTIONS, "options")
                        .addStatement("return new $T(chute.with(options))", client)
                        .build());
        endpoints.forEach(endpoint -> type.addMethods(endpoint.all()));
        return type;
    }
}
