package io.chutes.processor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import com.google.testing.compile.JavaFileObjects;
import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import io.chutes.platform.manifest.BatchSpec;
import io.chutes.platform.manifest.EndpointSpec;
import io.chutes.platform.manifest.PassthroughSpec;
import io.chutes.platform.manifest.Visibility;
import io.chutes.processor.EndpointModel.Answer;
import io.chutes.processor.EndpointModel.Argument;
import io.chutes.processor.EndpointModel.Times;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What each kind of argument and answer becomes, one endpoint each. */
class ClientKindsTest {
    private static final TypeName ITEM = ClassName.get("good", "Item");
    private static final TypeName TEXT = ClassName.get(String.class);
    private static final Answer NOTHING = new Answer.Empty();

    @Test
    void sendsEveryKindOfArgument() {
        assertThat(body("PATCH", NOTHING, new Argument.ListBody("items", ITEM)))
                .isEqualTo("void go(List<Item> items): chute.patch(\"/go\").json(items).send();");
        assertThat(body("POST", NOTHING, new Argument.MapBody("counts", TypeName.INT)))
                .isEqualTo("void go(Map<String, Integer> counts): chute.post(\"/go\").json(counts).send();");
        assertThat(body("POST", NOTHING, new Argument.Text("text"), new Argument.Call()))
                .isEqualTo("void go(String text): chute.post(\"/go\").text(text).send();");
        assertThat(body("POST", NOTHING, new Argument.Bytes("bytes")))
                .isEqualTo("void go(byte[] bytes): chute.post(\"/go\").bytes(bytes).send();");
        assertThat(body("PUT", NOTHING, new Argument.Upload("image")))
                .isEqualTo("void go(Upload image): chute.put(\"/go\").upload(image).send();");
        assertThat(body(
                        "GET",
                        NOTHING,
                        new Argument.PathParameter("id", "item_id", ClassName.get(UUID.class)),
                        new Argument.QueryParameter("limit", "max-limit", TypeName.INT, Times.AT_MOST_ONCE),
                        new Argument.QueryParameter("all", "all", TypeName.BOOLEAN, Times.ONCE),
                        new Argument.QueryParameter("tags", "tag", TEXT, Times.ANY)))
                .isEqualTo("void go(UUID id, Optional<Integer> limit, boolean all, List<String> tags): "
                        + "chute.get(\"/go\").path(\"item_id\", id).query(\"max-limit\", limit).query(\"all\", all)"
                        + ".query(\"tag\", tags).send();");
    }

    @Test
    void readsEveryKindOfAnswer() {
        assertThat(body("GET", new Answer.Media("image/png")))
                .isEqualTo("Download go(): return chute.get(\"/go\").download();");
        assertThat(body("GET", new Answer.Json(ArrayTypeName.of(ITEM))))
                .isEqualTo("Item[] go(): return chute.get(\"/go\").read(Item[].class);");
        assertThat(body("POST", new Answer.Passthrough(new PassthroughSpec(9000, "/x"))))
                .isEqualTo("Download go(Upload body): return chute.post(\"/go\").upload(body).download();");
        assertThat(body("GET", new Answer.Passthrough(new PassthroughSpec(9000, "/x"))))
                .isEqualTo("Download go(): return chute.get(\"/go\").download();");
        assertThat(body("GET", new Answer.Reply(ITEM, TEXT)))
                .isEqualTo("Reply<Item, String> go(): return chute.get(\"/go\").reply(Item.class, String.class);");
        assertThat(body("GET", new Answer.Reply(ParameterizedTypeName.get(ClassName.get(List.class), ITEM), ITEM)))
                .isEqualTo("Reply<List<Item>, Item> go(): return chute.get(\"/go\")"
                        + ".reply(new JsonType<List<Item>>() {}, JsonType.of(Item.class));");
        assertThat(body(
                        "POST",
                        new Answer.Batched(ITEM, TEXT, new BatchSpec(8, Duration.ofMillis(5))),
                        new Argument.ListBody("requests", ITEM)))
                .isEqualTo("String go(Item request): return chute.call(\"/go\", request, String.class);");
    }

    @Test
    void saysOnlyWhatTheMethodDoesNot() {
        assertThat(text(methods("POST", true, NOTHING).get(0))).contains("chute.post(\"/go\").idempotent().send()");
        assertThat(text(methods("PUT", true, NOTHING).get(0))).contains("chute.put(\"/go\").send()");
    }

    private static String body(String method, Answer answer, Argument... arguments) {
        List<MethodSpec> methods = methods(method, false, answer, arguments);
        compiles(methods);
        return text(methods.get(0));
    }

    private static List<MethodSpec> methods(String method, boolean idempotent, Answer answer, Argument... arguments) {
        var spec = new EndpointSpec(
                "go",
                method,
                "/go",
                "",
                Visibility.PUBLIC,
                idempotent,
                false,
                null,
                null,
                null,
                List.of(),
                null,
                null,
                null,
                null,
                null);
        return new ClientMethods(new EndpointModel(spec, Arrays.asList(arguments), answer, false)).all();
    }

    private static String text(MethodSpec method) {
        return method.toString()
                .replaceAll("[a-z]+\\.(?=[a-z.]*[A-Z])", "")
                .replaceAll("\\s+", " ")
                .replace(" .", ".")
                .replace(" { ", ": ")
                .replaceAll(" }\\s*$", "");
    }

    private static void compiles(List<MethodSpec> methods) {
        var client = TypeSpec.classBuilder("GoClient")
                .addField(ClientWriter.CHUTE_CLIENT, "chute")
                .addMethods(methods)
                .addMethod(MethodSpec.constructorBuilder()
                        .addParameter(ClientWriter.CHUTE_CLIENT, "chute")
                        .addStatement("this.chute = chute")
                        .build())
                .build();
        Compilation compilation = Compiler.javac()
                .withOptions("-Xlint:all", "-Werror")
                .compile(
                        JavaFile.builder("good", client).build().toJavaFileObject(),
                        JavaFileObjects.forSourceString("good.Item", "package good; record Item(String name) {}"));
        assertThat(compilation.diagnostics()).isEmpty();
    }
}
