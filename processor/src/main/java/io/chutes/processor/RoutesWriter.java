package io.chutes.processor;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import io.chutes.platform.manifest.BatchSpec;
import io.chutes.platform.manifest.PassthroughSpec;
import io.chutes.platform.manifest.WeightsSpec;
import io.chutes.processor.EndpointModel.Answer;
import java.io.IOException;
import java.util.List;
import javax.annotation.processing.Filer;
import javax.annotation.processing.Generated;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;

/** Writes a chute's routes: what a person would type, on {@code io.chutes.runtime.spi} alone. */
final class RoutesWriter {
    private static final String SPI = "io.chutes.runtime.spi";
    private static final ClassName CHUTE_ROUTES = ClassName.get(SPI, "ChuteRoutes");
    private static final ClassName ROUTES = ClassName.get(SPI, "Routes");
    private static final ClassName LIFECYCLE = ClassName.get(SPI, "Lifecycle");

    private RoutesWriter() {}

    static void write(ChuteModel chute, TypeElement origin, Filer filer) throws IOException {
        var type = TypeSpec.classBuilder(chute.routesClass())
                .addJavadoc("Routes of {@link $T}.\n", chute.chuteClass())
                .addAnnotation(AnnotationSpec.builder(Generated.class)
                        .addMember("value", "$S", ChuteProcessor.class.getName())
                        .build())
                .addAnnotations(suppressed(chute))
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
                .addMethods(prepare(chute))
                .addMethod(register(chute))
                .addOriginatingElement(origin)
                .build();
        JavaFile.builder(chute.routesClass().packageName(), type)
                .indent("    ")
                .skipJavaLangImports(!chute.hidesJavaLang())
                .build()
                .writeTo(filer);
    }

    /** Who deprecates an endpoint means its callers, not the code that serves it. */
    static List<AnnotationSpec> suppressed(ChuteModel chute) {
        return chute.isDeprecated()
                ? List.of(AnnotationSpec.builder(SuppressWarnings.class)
                        .addMember("value", "{$S, $S}", "deprecation", "removal")
                        .build())
                : List.of();
    }

    private static MethodSpec name(ChuteModel chute) {
        return MethodSpec.methodBuilder("name")
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC)
                .returns(String.class)
                .addStatement("return $S", chute.manifest().name())
                .build();
    }

    private static List<MethodSpec> prepare(ChuteModel chute) {
        if (chute.fields().isEmpty()
                && chute.engines().isEmpty()
                && chute.hooks().isEmpty()) {
            return List.of();
        }
        var prepare = MethodSpec.methodBuilder("prepare")
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC)
                .addParameter(LIFECYCLE, "lifecycle");
        chute.fields().forEach(field -> prepare.addStatement(setting(field)));
        chute.engines().forEach(engine -> prepare.addStatement(starting(engine)));
        chute.hooks().forEach(hook -> prepare.addStatement(running(hook)));
        return List.of(prepare.build());
    }

    private static CodeBlock setting(FieldModel field) {
        return switch (field) {
            case FieldModel.Weights(String name, WeightsSpec _) ->
                CodeBlock.of("lifecycle.weights($S, folder -> chute.$L = folder)", name, name);
            case FieldModel.Secret(String name, String secret) ->
                CodeBlock.of("lifecycle.secret($S, value -> chute.$L = value)", secret, name);
        };
    }

    private static CodeBlock starting(EngineModel engine) {
        var spec = engine.spec();
        return CodeBlock.of(
                "lifecycle.engine($S, $L, $S, $L, $L, $L, context -> chute.$L($L))",
                spec.name(),
                spec.port(),
                spec.health(),
                DurationCode.of(spec.startup()),
                spec.restarts(),
                DurationCode.of(spec.window()),
                spec.name(),
                engine.takesContext() ? "context" : "");
    }

    private static CodeBlock running(HookModel hook) {
        var run = CodeBlock.of("context -> chute.$L($L)", hook.method(), hook.takesContext() ? "context" : "");
        return switch (hook.kind()) {
            case STARTUP -> CodeBlock.of("lifecycle.onStartup($S, $L, $L)", hook.method(), hook.priority(), run);
            case WARMUP -> CodeBlock.of("lifecycle.warmup($S, $L)", hook.method(), run);
            case SHUTDOWN -> CodeBlock.of("lifecycle.onShutdown($S, $L, $L)", hook.method(), hook.priority(), run);
        };
    }

    private static MethodSpec register(ChuteModel chute) {
        var register = MethodSpec.methodBuilder("register")
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC)
                .addParameter(ROUTES, "routes");
        chute.endpoints().forEach(endpoint -> register.addStatement(endpoint(endpoint)));
        chute.jobs().forEach(job -> register.addCode(job(job)));
        return register.build();
    }

    private static CodeBlock endpoint(EndpointModel endpoint) {
        var spec = endpoint.spec();
        var call = CodeBlock.of("request -> chute.$L($L)", spec.name(), ArgumentCode.of(endpoint));
        var place = CodeBlock.of("$S, $S", spec.method(), spec.path());
        return switch (endpoint.answer()) {
            case Answer.Json _ -> CodeBlock.of("routes.json($L, $L)", place, call);
            case Answer.Text(String contentType) -> CodeBlock.of("routes.text($L, $S, $L)", place, contentType, call);
            case Answer.Media _ -> CodeBlock.of("routes.media($L, $L)", place, call);
            case Answer.Events _ -> CodeBlock.of("routes.stream($L, $L)", place, call);
            case Answer.Reply _ -> CodeBlock.of("routes.reply($L, $L)", place, call);
            case Answer.Empty _ -> CodeBlock.of("routes.empty($L, $L)", place, call);
            case Answer.Batched(TypeName request, TypeName _, BatchSpec batch) ->
                CodeBlock.of(
                        "routes.batched($L, $T.class, $L, $L, chute::$L)",
                        place,
                        request,
                        batch.maxSize(),
                        DurationCode.of(batch.maxWait()),
                        spec.name());
            case Answer.Passthrough(PassthroughSpec target) ->
                CodeBlock.of("routes.passthrough($L, $L, $S)", place, target.port(), target.path());
        };
    }

    private static CodeBlock job(JobModel job) {
        var spec = job.spec();
        var call = CodeBlock.of("chute.$L($L)", spec.name(), ArgumentCode.of(job));
        return CodeBlock.of(
                "routes.job($S, $L, $L, $L, job -> $L);\n",
                spec.name(),
                DurationCode.of(spec.timeout()),
                spec.retries(),
                DurationCode.of(spec.resultTtl()),
                job.hasResult() ? call : CodeBlock.of("{\n$>$L;\nreturn null;\n$<}", call));
    }

    /** As visible as the chute. */
    static Modifier[] visibility(ChuteModel chute) {
        return chute.isPublic() ? new Modifier[] {Modifier.PUBLIC} : new Modifier[0];
    }
}
