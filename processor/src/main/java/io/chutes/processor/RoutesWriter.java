package io.chutes.processor;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import io.chutes.platform.manifest.BatchSpec;
import io.chutes.platform.manifest.EndpointSpec;
import io.chutes.platform.manifest.PassthroughSpec;
import io.chutes.processor.EndpointModel.Answer;
import io.chutes.processor.EndpointModel.Argument;
import io.chutes.processor.EndpointModel.Times;
import java.io.IOException;
import java.time.Duration;
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
                .addMethod(name(chute))
                .addMethod(register(chute))
                .addOriginatingElement(origin)
                .build();
        JavaFile.builder(chute.routesClass().packageName(), type)
                .indent("    ")
                .skipJavaLangImports(true)
                .build()
                .writeTo(filer);
    }

    private static MethodSpec name(ChuteModel chute) {
        return MethodSpec.methodBuilder("name")
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC)
                .returns(String.class)
                .addStatement("return $S", chute.manifest().name())
                .build();
    }

    private static MethodSpec register(ChuteModel chute) {
        var register = MethodSpec.methodBuilder("register")
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC)
                .addParameter(ROUTES, "routes");
        chute.endpoints().forEach(endpoint -> register.addStatement(registration(endpoint)));
        return register.build();
    }

    private static CodeBlock registration(EndpointModel endpoint) {
        var spec = endpoint.spec();
        var call = CodeBlock.of("request -> chute.$L($L)", spec.name(), arguments(endpoint));
        var place = CodeBlock.of("$S, $S", spec.method(), spec.path());
        return switch (endpoint.answer()) {
            case Answer.Json json -> CodeBlock.of("routes.json($L, $L)", place, call);
            case Answer.Text(String contentType) -> CodeBlock.of("routes.text($L, $S, $L)", place, contentType, call);
            case Answer.Media media -> CodeBlock.of("routes.media($L, $L)", place, call);
            case Answer.Events events -> CodeBlock.of("routes.stream($L, $L)", place, call);
            case Answer.Empty empty -> CodeBlock.of("routes.empty($L, $L)", place, call);
            case Answer.Batched(TypeName request, TypeName type, BatchSpec batch) ->
                batched(spec, place, request, batch);
            case Answer.Passthrough(PassthroughSpec target) ->
                CodeBlock.of("routes.passthrough($L, $L, $S)", place, target.port(), target.path());
        };
    }

    private static CodeBlock batched(EndpointSpec spec, CodeBlock place, TypeName request, BatchSpec batch) {
        return CodeBlock.of(
                "routes.batched($L, $T.class, $L, $T.ofMillis($L), chute::$L)",
                place,
                request,
                batch.maxSize(),
                Duration.class,
                batch.maxWait().toMillis(),
                spec.name());
    }

    private static CodeBlock arguments(EndpointModel endpoint) {
        return endpoint.arguments().stream().map(RoutesWriter::argument).collect(CodeBlock.joining(", "));
    }

    private static CodeBlock argument(Argument argument) {
        return switch (argument) {
            case Argument.Body(String name, TypeName type) -> CodeBlock.of("request.body($T.class)", type);
            case Argument.ListBody(String name, TypeName element) -> CodeBlock.of("request.list($T.class)", element);
            case Argument.MapBody(String name, TypeName value) -> CodeBlock.of("request.map($T.class)", value);
            case Argument.Text(String name) -> CodeBlock.of("request.text()");
            case Argument.Bytes(String name) -> CodeBlock.of("request.bytes()");
            case Argument.Upload(String name) -> CodeBlock.of("request.upload()");
            case Argument.PathParameter(String name, String key, TypeName type) ->
                CodeBlock.of("request.path($S, $T.class)", key, type.box());
            case Argument.QueryParameter(String name, String key, TypeName type, Times times) ->
                CodeBlock.of("request.$L($S, $T.class)", query(times), key, type.box());
            case Argument.Call() -> CodeBlock.of("request");
        };
    }

    private static String query(Times times) {
        return switch (times) {
            case ONCE -> "query";
            case AT_MOST_ONCE -> "optionalQuery";
            case ANY -> "queries";
        };
    }

    private static Modifier[] visibility(ChuteModel chute) {
        return chute.isPublic() ? new Modifier[] {Modifier.PUBLIC} : new Modifier[0];
    }
}
