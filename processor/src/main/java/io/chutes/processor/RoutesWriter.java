package io.chutes.processor;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import java.io.IOException;
import java.util.Locale;
import javax.annotation.processing.Filer;
import javax.annotation.processing.Generated;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;

/** Writes a chute's routes: what a person would type, on {@code io.chutes.runtime.spi} alone. */
final class RoutesWriter {
    private static final String SPI = "io.chutes.runtime.spi";
    private static final ClassName CHUTE_ROUTES = ClassName.get(SPI, "ChuteRoutes");
    private static final ClassName ROUTES = ClassName.get(SPI, "Routes");

    private RoutesWriter() {}

    static void write(ChuteModel chute, TypeElement origin, Filer filer) throws IOException {
        var type = TypeSpec.classBuilder(chute.routesClass())
                .addJavadoc("Routes of {@link $T}.\n", chute.chuteClass())
                .addAnnotation(AnnotationSpec.builder(Generated.class)
                        .addMember("value", "$S", ChuteProcessor.class.getName())
                        .build())
                .addModifiers(visibility(chute))
                .addModifiers(Modifier.FINAL)
                .addSuperinterface(CHUTE_ROUTES)
                .addField(chute.chuteClass(), "chute", Modifier.PRIVATE, Modifier.FINAL)
                .addMethod(MethodSpec.constructorBuilder()
                        .addModifiers(visibility(chute))
                        .addStatement("this(new $T())", chute.chuteClass())
                        .build())
                .addMethod(MethodSpec.constructorBuilder()
                        .addModifiers(visibility(chute))
                        .addParameter(chute.chuteClass(), "chute")
                        .addStatement("this.chute = chute")
                        .build())
                .addMethod(register(chute))
                .addOriginatingElement(origin)
                .build();
        JavaFile.builder(chute.routesClass().packageName(), type)
                .indent("    ")
                .skipJavaLangImports(true)
                .build()
                .writeTo(filer);
    }

    private static MethodSpec register(ChuteModel chute) {
        var register = MethodSpec.methodBuilder("register")
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC)
                .addParameter(ROUTES, "routes");
        for (EndpointModel endpoint : chute.endpoints()) {
            register.addStatement(
                    "routes.$L($S, $S, request -> chute.$L($L))",
                    endpoint.answer().name().toLowerCase(Locale.ROOT),
                    endpoint.spec().method(),
                    endpoint.spec().path(),
                    endpoint.spec().name(),
                    arguments(endpoint));
        }
        return register.build();
    }

    private static CodeBlock arguments(EndpointModel endpoint) {
        return endpoint.arguments().stream()
                .map(argument -> switch (argument) {
                    case EndpointModel.Argument.Body(ClassName type) -> CodeBlock.of("request.body($T.class)", type);
                    case EndpointModel.Argument.Call() -> CodeBlock.of("request");
                })
                .collect(CodeBlock.joining(", "));
    }

    private static Modifier[] visibility(ChuteModel chute) {
        return chute.isPublic() ? new Modifier[] {Modifier.PUBLIC} : new Modifier[0];
    }
}
