package io.chutes.template.llm.grammar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.chutes.template.llm.text.TestTokenizer;
import io.chutes.template.llm.text.TokenText;
import io.chutes.template.llm.text.Vocabulary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConstraintTest {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final int END = 257;
    private static final List<String> PIECES = List.of(
            "{\"", "\":", "\": \"", "\", \"", "\"}", "},", "{}", "[]", "],\"", "true", "null", "12", "0", ".5e",
            "\\u00", "\\\"", " the", "name", "na", "me\"", "é", "\n  ", "\"a\"", "a\",\"b", "}}", "]}");

    @TempDir
    static Path folder;

    private static Vocabulary vocabulary;
    private static TokenTree tree;

    @BeforeAll
    static void read() throws IOException {
        vocabulary = TestTokenizer.vocabulary(folder, PIECES);
        tree = TokenTree.of(vocabulary);
    }

    @Test
    void whateverIsChosenIsAnObject() throws IOException {
        for (int seed = 0; seed < 100; seed++) {
            JsonNode made = MAPPER.readTree(chosen(Constraint.object(tree), new Random(seed)));

            assertThat(made.isObject()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'object','properties':{'name':{'type':'string'},'age':{'type':'integer'}},'required':['name','age'],'additionalProperties':false}",
                "{'type':'object','properties':{'a':{'type':'number'},'b':{'type':['boolean','null']},'c':{'enum':['x','é\\\"',3,null,{'k':[1]}]}},'required':['b']}",
                "{'type':'array','items':{'anyOf':[{'const':'a'},{'type':'object','properties':{},'additionalProperties':false}]},'minItems':2,'maxItems':3}",
                "{'$ref':'#/$defs/tree','$defs':{'tree':{'type':'object','title':'Tree','properties':{'value':{'type':'integer'},'left':{'anyOf':[{'$ref':'#/$defs/tree'},{'type':'null'}]}},'required':['value','left']}}}",
                "{'type':'object','additionalProperties':{'type':'array','items':{'type':'boolean'}}}",
                "{'properties':{'any':{},'all':true},'required':['any']}",
                "{'type':'object','properties':{'a':{'type':'string'},'b':{'type':'string'}}}",
            })
    void whateverIsChosenKeepsToItsSchema(String quoted) throws IOException {
        JsonNode schema = MAPPER.readTree(quoted.replace('\'', '"'));
        JsonSchema judge =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema);

        for (int seed = 0; seed < 60; seed++) {
            String made = chosen(Constraint.schema(schema, tree), new Random(seed));

            assertThat(judge.validate(MAPPER.readTree(made))).as(made).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"a\":1}",
                "{ \"a\" : [ 1 , -0.5e+10 , true , null , { } , [ ] ] }",
                "{\n  \"é\\u00e9\\n\" : \"\uD83D\uDE42 \\\" \\\\ \"\n}",
            })
    void takesWhatIsJson(String json) {
        Place place = new Grammar(JsonRules.OBJECT).start();
        for (byte value : json.getBytes(UTF_8)) {
            assertThat(place.isEnd()).isFalse();
            place = place.after(value);
        }

        assertThat(place.isEnd() && place.mayEnd()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[",
                " ",
                "{a",
                "{\"a\" 1",
                "{\"a\":01",
                "{\"a\":1,}",
                "{\"a\":.5",
                "{\"a\":1.}",
                "{\"a\":tru}",
                "{\"a\":\"\n",
                "{\"a\":\"\\x",
                "{\"a\":\"\\u00g",
                "{}}",
                "{\"a\":[1 2",
                "{\"a\":+1",
                "{\"a\":- 1"
            })
    void takesNothingElse(String text) {
        Place place = new Grammar(JsonRules.OBJECT).start();
        for (byte value : text.getBytes(UTF_8)) {
            place = place.after(value);
        }

        assertThat(place.isEnd()).isTrue();
        assertThat(place.mayEnd()).isFalse();
    }

    @Test
    void allowsJustTheTokensWhoseBytesMayFollow() {
        var random = new Random(5);
        Place place = new Grammar(JsonRules.OBJECT).start();
        for (int step = 0; step < 300 && !place.isEnd(); step++) {
            var following = tree.following(place);
            for (int token = 0; token < vocabulary.size(); token++) {
                Place after = place;
                for (byte value : vocabulary.of(token)) {
                    after = after.after(value);
                }
                boolean may = vocabulary.of(token).length > 0 && (!after.isEnd() || after.mayEnd());
                assertThat(following.get(token)).as("token %d", token).isEqualTo(may);
            }
            int[] choice = following.stream().toArray();
            for (byte value : vocabulary.of(choice[random.nextInt(choice.length)])) {
                place = place.after(value);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'type':'string','pattern':'a'}                       | the schema at # has 'pattern', which is not enforced here
            {'type':'object','properties':{'a':{'minimum':1}}}    | the schema at #/properties/a has 'minimum', which is not enforced here
            {'oneOf':[{}]}                                        | the schema at # has 'oneOf', which is not enforced here
            {'$ref':'#'}                                          | the schema at # is itself again, without a value between
            {'properties':{'a':{'$ref':'#/$defs/x'}},'$defs':{'x':{'anyOf':[{'properties':{'p':{'$ref':'#/$defs/y'}}},{'$ref':'#/$defs/y'}]},'y':{'anyOf':[{'$ref':'#/$defs/x'},{'type':'string'}]}}} | the schema at #/$defs/x is itself again, without a value between
            {'$ref':'#/$defs/a'}                                  | the schema at # refers to #/$defs/a, which is not there
            {'$ref':'http://a/b'}                                 | the schema at # refers to http://a/b, outside of the schema
            {'type':'object','required':['a']}                    | the schema at # requires 'a', which is not among its properties
            {'type':'text'}                                       | the schema at # has the type "text", which is none
            {'type':'array','minItems':3,'maxItems':2}            | the schema at # has minItems 3 above maxItems 2
            {'enum':[]}                                           | the schema at # has an enum without values
            {'type':'string','enum':[1]}                          | the schema's value 1 is no string
            7                                                     | the schema at # must be an object, got 7
            """)
    void refusesWhatItDoesNotEnforce(String schema, String message) throws IOException {
        JsonNode parsed = MAPPER.readTree(schema.replace('\'', '"'));

        assertThatThrownBy(() -> Constraint.schema(parsed, tree))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void takesEachPartThatIsReferredToOnce() throws IOException {
        int depth = 200;
        var schema = MAPPER.createObjectNode().put("$ref", "#/$defs/0");
        var parts = schema.putObject("$defs");
        for (int i = 0; i < depth; i++) {
            var twice = parts.putObject(Integer.toString(i)).putArray("anyOf");
            twice.addObject().put("$ref", "#/$defs/" + (i + 1));
            twice.addObject().put("$ref", "#/$defs/" + (i + 1));
        }
        parts.putObject(Integer.toString(depth)).put("const", "end");

        assertThat(chosen(Constraint.schema(schema, tree), new Random(1))).isEqualTo("\"end\"");
    }

    @Test
    void takesThousandsOfOptionalProperties() throws IOException {
        var schema = MAPPER.createObjectNode();
        var properties = schema.putObject("properties");
        for (int i = 0; i < 10_000; i++) {
            properties.putObject("p" + i).put("type", "null");
        }
        Constraint constraint = Constraint.schema(schema, tree);

        for (byte value : "{\"p3\":null,\"p9999\":null}".getBytes(UTF_8)) {
            assertThat(constraint.isWhole()).isFalse();
            constraint.accept(value);
        }

        assertThat(constraint.isWhole()).isTrue();
    }

    @Test
    void refusesWhatIsSmallButMakesMuch() {
        var schema = MAPPER.createObjectNode();
        var part = schema;
        for (int i = 0; i < 20; i++) {
            part.putArray("type").add("object").add("object");
            part = part.putObject("properties").putObject("a");
        }

        assertThatThrownBy(() -> Constraint.schema(schema, tree))
                .hasMessage("the schema, with what it refers to, is larger than 200000 parts and letters");
    }

    @Test
    void goesOnWherePlacesAreForgotten() throws IOException {
        JsonNode schema = MAPPER.readTree("{\"items\":{\"const\":\"a b c\"},\"minItems\":400,\"maxItems\":400}");
        Constraint first = Constraint.schema(schema, tree);

        assertThat(MAPPER.readTree(chosen(first, new Random(3)))).hasSize(400);
        assertThat(MAPPER.readTree(chosen(first.again(), new Random(4)))).hasSize(400);
    }

    /** Tokens by chance, of those that may follow, and closing ones after a while. */
    private static String chosen(Constraint constraint, Random random) {
        var text = TokenText.beginning(vocabulary);
        var said = new StringBuilder();
        for (int step = 0; !constraint.isWhole(); step++) {
            assertThat(step).isLessThan(5000);
            float[] scores = new float[vocabulary.size()];
            constraint.apply(scores, new int[] {END});
            List<Integer> may = new ArrayList<>();
            for (int token = 0; token < scores.length; token++) {
                if (scores[token] == 0) {
                    may.add(token);
                }
            }
            int token = step > 40 ? shortest(may) : may.get(random.nextInt(may.size()));
            if (token == END) {
                break;
            }
            constraint.accept(token);
            said.append(text.add(token));
        }
        return said.append(text.end()).toString();
    }

    /** One that leads to the end of all, of what may follow. */
    private static int shortest(List<Integer> may) {
        if (may.contains((int) 'q')) {
            return '"';
        }
        for (int close : new int[] {END, '}', ']', '"', 'n', 't', 'f', ':', '0', ',', '{'}) {
            if (may.contains(close)) {
                return close;
            }
        }
        return may.getFirst();
    }
}
