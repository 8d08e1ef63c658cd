package io.chutes.samples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.chutes.cli.embedded.EmbeddedConfig;
import io.chutes.cli.embedded.EmbeddedPlatform;
import io.chutes.platform.fleet.Capacity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that speak to a platform, each with its exit code, against one that runs here. */
class CommandsTest {
    @TempDir
    private static Path folder;

    private static EmbeddedPlatform platform;
    private static String url;
    private static Cli alice;
    private static HelloProject hello;

    @BeforeAll
    static void deploys() throws IOException {
        platform = EmbeddedPlatform.start(new EmbeddedConfig(
                folder.resolve("data"), 0, new Capacity(4, 8, Map.of("L4", 4)), Duration.ofMillis(500)));
        url = platform.address().toString();
        hello = HelloProject.in(folder.resolve("hello"));
        alice = developer("alice");
        String said = alice.done("deploy", hello.folder().toString(), "--no-training", "--wait", "--yes");
        assertThat(said).isEqualTo("hello: version 1 serves; calls go to " + url + "/c/alice/hello\n");
    }

    @AfterAll
    static void ends() {
        platform.close();
    }

    private static Cli developer(String name) {
        var cli = new Cli(folder.resolve(name));
        assertThat(cli.done("register", name, "--url", url))
                .isEqualTo("Registered %s at %s; profile 'default'%n".formatted(name, url));
        cli.done("faucet", "20");
        assertThat(cli.done("developer")).isEqualTo(name + " may push and deploy\n");
        return cli;
    }

    @Test
    void keepsKeysInAFileThatIsItsOwnersAlone() throws IOException {
        var bob = new Cli(folder.resolve("bob"));
        assertThat(bob.run("balance"))
                .isEqualTo(new Cli.Said(
                        4,
                        "",
                        "chutes: You are not logged in: run chutes login or chutes register, or set CHUTES_KEY\n"));

        bob.done("register", "bob", "--url", url);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(bob.config())))
                .isEqualTo("rw-------");
        String key = bob.json("keys", "create", "laptop", "--admin").path("key").asText();
        assertThat(bob.given(key + "\n", "login", "--url", url, "--profile", "second")
                        .out())
                .isEqualTo("Logged in at %s as bob; profile 'second'%n".formatted(url));
        assertThat(bob.done("profiles", "list"))
                .contains("*  second", "   default", "bob")
                .doesNotContain(key);
        assertThat(bob.run("profiles", "use", "third").exit()).isEqualTo(3);
        assertThat(bob.done("profiles", "use", "default")).contains("bob at " + url);
        assertThat(bob.run("profiles", "delete", "second").exit()).isEqualTo(5);
        bob.done("profiles", "delete", "second", "--yes");
        assertThat(bob.json("profiles", "list")).hasSize(1);
        assertThat(Files.readString(bob.config())).doesNotContain(key);

        Files.setPosixFilePermissions(bob.config(), PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(bob.run("balance").err()).contains("open to others: chmod 600 " + bob.config());
        Files.writeString(bob.config(), "{\"current\": 7");
        assertThat(bob.run("balance").err()).contains(bob.config() + " is not as it should be (line 1): mend");
    }

    @Test
    void refusesToLoseAKeyOrToSendOneElsewhere() throws IOException {
        var carol = new Cli(folder.resolve("carol"));
        carol.done("register", "carol", "--url", url);
        Path keyFile = Files.writeString(folder.resolve("key"), "ck_0000_wrong");

        assertThat(carol.run("register", "carol-two", "--url", url))
                .satisfies(said -> assertThat(said.exit()).isEqualTo(5))
                .satisfies(said -> assertThat(said.err()).contains("Replace the profile 'default' of carol at"));
        assertThat(carol.run("register", "carol", "--url", url, "--profile", "b")
                        .exit())
                .isEqualTo(5);
        assertThat(carol.run("login", "--url", url, "--key-file", keyFile.toString())
                        .exit())
                .isEqualTo(4);
        assertThat(carol.run("login", "--url", url).err()).contains("The API key is empty");
        assertThat(carol.run("login", "--url", "http://chutes.example").err()).contains("use https");
        assertThat(carol.run("login", "--url", "there").exit()).isEqualTo(2);
        assertThat(carol.with("CHUTES_URL", "http://127.0.0.1:1").run("balance").err())
                .contains("CHUTES_URL is http://127.0.0.1:1, and the key of the profile in use is for " + url);
        assertThat(carol.with("CHUTES_URL", "http://127.0.0.1:1")
                        .with("CHUTES_KEY", "x")
                        .run("balance"))
                .satisfies(said -> assertThat(said.exit()).isEqualTo(6))
                .satisfies(said -> assertThat(said.err()).contains("chutes platform start"));
        assertThat(carol.with("CHUTES_PROFILE", "none").run("balance").exit()).isEqualTo(3);
        assertThat(carol.with("CHUTES_PROFILE", "none")
                        .run("balance", "--profile", "default")
                        .exit())
                .isZero();
        assertThat(carol.with("CHUTES_PROFIL", "none").run("balance").err())
                .isEqualTo("chutes: The variable CHUTES_PROFIL is none that chutes knows; is CHUTES_PROFILE meant?\n");
        assertThat(carol.run("push", hello.folder().toString()))
                .satisfies(said -> assertThat(said.exit()).isEqualTo(4))
                .satisfies(said -> assertThat(said.err()).contains("carol may not push images yet: chutes developer"));
    }

    @Test
    void plansDeploysTriesOutPromotesAndRollsBack() throws IOException {
        Cli dave = developer("dave");
        String project = HelloProject.in(folder.resolve("daves")).folder().toString();
        String first = dave.done("push", project, "--no-training").strip();
        assertThat(first).startsWith("dave/hello@sha256:");
        assertThat(dave.run("push", project, "--no-training"))
                .satisfies(said -> assertThat(said.out().strip()).isEqualTo(first))
                .satisfies(said -> assertThat(said.err()).contains("Unchanged since its image was pushed"));
        JsonNode plan = dave.json("plan", "--image", first);
        assertThat(plan.path("chute").asText()).isEqualTo("hello");
        assertThat(plan.path("serving").isNull()).isTrue();
        assertThat(dave.run("deploy", "--image", first))
                .satisfies(said -> assertThat(said.exit()).isEqualTo(5))
                .satisfies(
                        said -> assertThat(said.err()).contains("becomes a new version of a new chute", "say --yes"));
        assertThat(dave.run("deploy", "--image", first, "--canary", "10", "--yes")
                        .err())
                .contains("nothing to try this one out beside");
        assertThat(dave.run("promote", "hello").exit()).isEqualTo(3);
        dave.done("deploy", "--image", first, "--yes");
        assertThat(dave.run("rollback", "hello").err()).contains("No version of hello has served before version 1");
        assertThat(dave.run("promote", "hello").err()).contains("No version of hello is tried out");

        new HelloProject(Path.of(project)).replace("\"Hello, \"", "\"Good day, \"");
        assertThat(dave.done("deploy", project, "--no-training", "--canary", "50", "--yes"))
                .startsWith("hello: version 2 gets 50 % of the calls, version 1 the rest");
        assertThat(dave.done("promote", "hello")).isEqualTo("hello: version 2 gets all calls\n");
        assertThat(dave.done("rollback", "hello")).isEqualTo("hello: version 1 gets all calls\n");
        assertThat(dave.run("rollback", "hello", "--to", "9").exit()).isEqualTo(3);
        assertThat(dave.json("versions", "list", "hello")).hasSize(2);
        assertThat(dave.json("rollouts", "list", "hello")).hasSize(4);
        assertThat(dave.done("versions", "get", "hello", "1")).contains("image    " + first);
        assertThat(dave.done("deploy", "--image", first, "--yes")).startsWith("hello: version 1 serves");
        assertThat(dave.run("deploy", project, "--image", first, "--yes").exit())
                .isEqualTo(2);

        new HelloProject(Path.of(project))
                .replace("record Greet(String name)", "record Greet(String name, String title)");
        assertThat(dave.run("deploy", project, "--no-training", "--yes"))
                .satisfies(said -> assertThat(said.exit()).isEqualTo(5))
                .satisfies(said -> assertThat(said.err()).contains("BREAKING", "--allow-breaking"));
        dave.done("deploy", project, "--no-training", "--yes", "--allow-breaking");

        assertThat(dave.run("chutes", "delete", "hello").exit()).isEqualTo(5);
        dave.done("chutes", "delete", "hello", "--yes");
        assertThat(dave.run("chutes", "get", "hello").exit()).isEqualTo(3);
        assertThat(dave.done("chutes", "list")).isEqualTo("None.\n");
        dave.done("images", "delete", first, "--yes");
    }

    @Test
    void callsWithWhatIsGivenAndShowsWhatComes() throws IOException {
        Path body = Files.writeString(folder.resolve("body.json"), "{\"name\": \"file\"}");
        Path answer = folder.resolve("answer");

        assertThat(alice.done("invoke", "hello", "/greet", "{\"name\": \"Duke\"}"))
                .isEqualTo("{\"message\":\"Hello, Duke!\"}\n");
        assertThat(alice.done("invoke", "alice/hello", "/greet", "@" + body)).contains("Hello, file!");
        assertThat(alice.given("{\"name\": \"stdin\"}", "invoke", "hello", "/greet", "-")
                        .out())
                .contains("Hello, stdin!");
        assertThat(alice.done("invoke", "hello", "/count", "{\"to\": 3}"))
                .isEqualTo("{\"number\":1}\n{\"number\":2}\n{\"number\":3}\n");
        assertThat(alice.done("invoke", "hello", "/greet", "@" + body, "--output", answer.toString()))
                .isEmpty();
        assertThat(answer).content().isEqualTo("{\"message\":\"Hello, file!\"}");

        assertThat(alice.run("invoke", "hello", "/greet", "{\"name\": 7}"))
                .satisfies(said -> assertThat(said.exit()).isEqualTo(1))
                .satisfies(said -> assertThat(said.err()).contains("answered 422", "/name: ", "[request "));
        assertThat(alice.run("invoke", "absent", "/greet", "{}").exit()).isEqualTo(3);
        assertThat(alice.run("invoke", "hello", "greet", "{}").exit()).isEqualTo(2);
        assertThat(alice.run("invoke", "hello", "/greet", "@" + folder + "/none")
                        .exit())
                .isEqualTo(2);
        assertThat(alice.run("invoke", "he llo", "/greet", "{}").exit()).isEqualTo(2);
    }

    @Test
    void explainsAChuteAndSharesIt() throws IOException {
        var frank = new Cli(folder.resolve("frank"));
        frank.done("register", "frank", "--url", url);
        frank.done("faucet", "1");

        assertThat(alice.done("explain", "hello", "--last", "20"))
                .contains(
                        "alice/hello: ready, 1 of its instances take calls",
                        "version 1, ready on laptop, 1 × L4",
                        "jvm ")
                .contains("Why as many", "chute.deployed");
        assertThat(alice.json("explain", "hello", "--last", "1").path("events")).hasSize(1);
        assertThat(alice.run("explain", "absent").exit()).isEqualTo(3);
        assertThat(alice.done("warmup", "hello", "--wait")).isEqualTo("hello is warm, or becomes so\n");
        assertThat(alice.run("warmup", "absent").exit()).isEqualTo(3);
        assertThat(alice.done("scale", "hello", "--max", "3"))
                .startsWith("hello has 0 to 3 instances (set by chutes scale;");
        assertThat(alice.done("scale", "hello", "--reset", "--min", "1")).startsWith("hello has 1 to ");
        assertThat(alice.run("scale", "hello", "--max", "101").exit()).isNotZero();
        assertThat(alice.done("explain", "hello", "--last", "1"))
                .contains("(set by chutes scale; its manifest says 0 to ");
        assertThat(alice.done("scale", "hello", "--reset")).matches("hello has 0 to \\d instances\n");

        assertThat(frank.run("invoke", "alice/hello", "/greet", "{\"name\": \"F\"}")
                        .exit())
                .isEqualTo(3);
        assertThat(alice.done("share", "hello", "--with", "frank")).isEqualTo("frank may call hello\n");
        assertThat(frank.done("invoke", "alice/hello", "/greet", "{\"name\": \"F\"}"))
                .contains("Hello, F!");
        assertThat(alice.json("shares", "list", "hello")).hasSize(1);
        alice.done("share", "hello", "--without", "frank");
        assertThat(alice.done("share", "hello", "--everybody")).isEqualTo("Everybody may call hello\n");
        assertThat(alice.done("chutes", "get", "hello")).contains("callers  everybody");
        alice.done("share", "hello", "--nobody");
        assertThat(alice.run("share", "hello", "--nobody", "--everybody").exit())
                .isEqualTo(2);
    }

    @Test
    void listsAndShowsWhatThereIs() throws IOException {
        String instance = alice.json("instances", "list", "--chute", "hello", "--status", "ready")
                .path(0)
                .path("id")
                .asText();
        assertThat(alice.done("instances", "get", instance)).contains("chute    hello", "status   ready");
        assertThat(alice.run("instances", "list", "--status", "asleep").exit()).isEqualTo(2);
        assertThat(alice.done("chutes", "list"))
                .startsWith("NAME   VERSION  CANARY")
                .contains("hello  1        -");
        String image = alice.json("chutes", "get", "hello").path("image").asText();
        assertThat(alice.done("images", "get", image)).contains("image   " + image);
        assertThat(alice.run("images", "get", "alice/none").exit()).isEqualTo(3);
        assertThat(alice.run("images", "delete", image, "--yes").exit()).isEqualTo(5);
        assertThat(alice.json("events", "list", "--chute", "hello", "--type", "chute.deployed"))
                .isNotEmpty();
        Cli.Said cut = alice.run("events", "list", "--limit", "2", "--json");
        assertThat(cut.json()).hasSize(2);
        assertThat(cut.err()).isEqualTo("There are more than 2: --limit 0 lists all\n");
        assertThat(alice.json("events", "list", "--limit", "0").size()).isGreaterThan(2);
        assertThat(alice.run("keys", "get").exit()).isEqualTo(2);
        assertThat(alice.run("keys").exit()).isEqualTo(2);
    }

    @Test
    void showsWhatInstancesWrote() throws Exception {
        String instance = alice.json("instances", "list", "--chute", "hello")
                .path(0)
                .path("id")
                .asText();
        Await.until("logs of hello", () -> !alice.done("logs", "hello").isEmpty());

        assertThat(alice.done("logs", "hello", "--tail", "1").lines()).hasSize(1);
        assertThat(alice.done("logs", "hello", "--instance", instance)).contains(instance, " INFO ");
        assertThat(alice.run("logs", "hello", "--tail", "1", "--json")
                        .json()
                        .path("instance")
                        .asText())
                .isEqualTo(instance);
        assertThat(alice.done("logs", "hello", "--since", "1h")).isNotEmpty();
        assertThat(alice.run("logs", "absent", "--follow").exit()).isEqualTo(3);
        assertThat(alice.done("logs", "hello", "--since", "2099-01-01T00:00:00Z"))
                .isEmpty();
        assertThat(alice.done("logs", "hello", "--request", "none-has-it")).isEmpty();
        assertThat(alice.run("logs", "absent").exit()).isEqualTo(3);
        assertThat(alice.run("logs", "hello", "--tail", "0").exit()).isEqualTo(2);
        assertThat(alice.run("logs", "hello", "--since", "yesterday").err()).contains("got 'yesterday'");
    }

    @Test
    void refusesAtOnceWhatCannotBe() throws IOException {
        String project = hello.folder().toString();

        assertThat(alice.run("deploy", project).exit()).isEqualTo(5);
        assertThat(alice.run("deploy", project, "--canary", "0", "--yes").exit())
                .isEqualTo(2);
        assertThat(alice.run("deploy", project, "--split", "callers", "--yes").err())
                .contains("--split says what --canary is a part of");
        assertThat(alice.run("deploy", project, "--timeout", "5", "--yes").err())
                .contains("--timeout says how long --wait waits");
        assertThat(alice.run("deploy", "--image", "x", "--no-training", "--yes").exit())
                .isEqualTo(2);
        assertThat(alice.run("invoke", "hello", "/greet", "{}", "--output", "/none/such")
                        .exit())
                .isEqualTo(2);
        assertThat(alice.run("images", "delete", "a b?c", "--yes").exit()).isEqualTo(1);
        assertThat(alice.given("ck_1_a\nck_2_b\n", "login", "--url", url, "--profile", "two"))
                .satisfies(said -> assertThat(said.exit()).isEqualTo(2))
                .satisfies(said ->
                        assertThat(said.err()).contains("holds no API key").doesNotContain("ck_1_a"));
        assertThat(alice.with("CHUTES_KEY", "ck_1\n_a").run("balance").err())
                .contains("The variable CHUTES_KEY holds no API key");
    }

    @Test
    void setsSecretsAndMakesKeys() throws IOException {
        Path value = Files.writeString(folder.resolve("value"), "from a file\n");

        assertThat(alice.given("hidden", "secrets", "set", "TOKEN").out()).startsWith("Set TOKEN for every chute");
        alice.done("secrets", "set", "TOKEN", "--chute", "hello", "--value-file", value.toString());
        assertThat(alice.done("secrets", "list"))
                .contains("TOKEN  -", "TOKEN  hello")
                .doesNotContain("hidden");
        assertThat(alice.run("secrets", "set", "TOKEN").err()).contains("The value of TOKEN is empty");
        assertThat(alice.run("secrets", "set", "TOKEN", "argument").exit()).isEqualTo(2);
        alice.done("secrets", "delete", "TOKEN", "--chute", "hello", "--yes");
        alice.done("secrets", "delete", "TOKEN", "--yes");
        assertThat(alice.run("secrets", "get", "TOKEN").exit()).isEqualTo(3);

        JsonNode key = alice.json(
                "keys",
                "create",
                "ci",
                "--scope",
                "chutes:hello:invoke",
                "--spend-cap",
                "1",
                "--expires",
                "2099-01-01T00:00:00Z");
        String id = key.path("state").path("id").asText();
        assertThat(alice.done("keys", "get", id)).contains("scopes   chutes:hello:invoke", "cap      1.00");
        Cli ci = new Cli(folder.resolve("ci"))
                .with("CHUTES_URL", url)
                .with("CHUTES_KEY", key.path("key").asText());
        assertThat(ci.done("invoke", "alice/hello", "/greet", "{\"name\": \"ci\"}"))
                .contains("Hello, ci!");
        assertThat(ci.run("secrets", "list").exit()).isEqualTo(4);
        alice.done("keys", "delete", id, "--yes");
        assertThat(alice.run("keys", "create", "none").exit()).isEqualTo(2);
        assertThat(alice.run("keys", "create", "bad", "--scope", "chutes:hello:fly")
                        .err())
                .contains("'fly' is none of read, write, invoke, delete");
    }

    @Test
    void tellsOfMoney() throws IOException {
        assertThat(alice.done("balance")).startsWith("account    alice\navailable  1");
        assertThat(alice.json("balance").path("account").asText()).isEqualTo("alice");
        assertThat(alice.done("usage", "--by", "chute")).contains("USD from");
        assertThat(alice.run("usage", "--from", "yesterday").exit()).isEqualTo(2);
        assertThat(alice.done("price")).contains("L4", "USD AN HOUR", "Without a GPU");
        assertThat(alice.done("price", "hello", "--per-request", "0.002"))
                .isEqualTo("hello: others pay 0.002 USD a call\n");
        assertThat(alice.done("price", "hello")).contains("0.002");
        assertThat(alice.run("price", "--per-request", "1").exit()).isEqualTo(2);
        assertThat(alice.run("price", "hello", "--per-request", "1e9").exit()).isEqualTo(2);
        assertThat(alice.run("faucet", "5000").exit()).isEqualTo(1);
        assertThat(alice.done("deposits", "list")).isEqualTo("None.\n"); // play money is none
        assertThat(alice.done("ledger", "list", "--limit", "0")).contains("faucet:alice:");
    }
}
