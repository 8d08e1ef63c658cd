package io.chutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.chutes.cli.console.Surroundings;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class HelpTest {
    @Test
    void everyCommandSaysWhatItDoesAndShowsAnExample() {
        List<String> seen = new ArrayList<>();
        for (CommandLine command : all(ChutesCommand.commandLine(surroundings(new StringWriter())))) {
            String name = command.getCommandSpec().qualifiedName();
            StringWriter out = new StringWriter();
            List<String> words = new ArrayList<>(List.of(name.split(" ")));
            words.add("--help");

            int code =
                    Main.run(surroundings(out), words.subList(1, words.size()).toArray(String[]::new));

            assertThat(code).as(name).isZero();
            assertThat(command.getCommandSpec().usageMessage().description())
                    .as(name)
                    .isNotEmpty();
            assertThat(out.toString()).as(name).startsWith("Usage: " + name);
            if (words.size() > 2) {
                assertThat(out.toString()).as(name).containsPattern("Examples?: .*chutes " + words.get(1));
            }
            seen.add(name);
        }
        assertThat(seen).contains("chutes", "chutes deploy", "chutes keys create", "chutes profiles use");
    }

    @Test
    void theRootSaysWhichCodesAndVariablesThereAre() {
        StringWriter out = new StringWriter();

        Main.run(surroundings(out), "--help");

        assertThat(out.toString())
                .contains("0   done", "3   there is no such thing", "6   the platform does not answer")
                .contains("CHUTES_URL", "CHUTES_KEY", "CHUTES_PROFILE", "CHUTES_CONFIG");
    }

    @Test
    void theRootsIsKeptAsTheCommandsMakeIt() throws IOException {
        String made = ChutesCommand.commandLine(surroundings(new StringWriter()))
                .getUsageMessage(CommandLine.Help.Ansi.OFF)
                .lines()
                .map(line -> line.stripTrailing() + "\n")
                .collect(Collectors.joining());
        if ("write".equals(System.getProperty("docs"))) {
            Path source = Path.of("src/main/java/io/chutes/cli/RootHelp.java");
            String block =
                    "\"\"\"\n%s            \"\"\"".formatted(made.indent(12).replaceAll("(?m)^ +$", ""));
            String before = Files.readString(source);
            Files.writeString(source, before.replaceFirst("(?s)\"\"\".*\"\"\"", Matcher.quoteReplacement(block)));
        }

        assertThat(RootHelp.TEXT)
                .as(
                        "chutes --help is kept in RootHelp, and a command has changed: mvn -pl cli test -Dtest=HelpTest -Ddocs=write")
                .isEqualTo(made);
    }

    @Test
    void completesCommandsInAShell() throws IOException {
        StringWriter out = new StringWriter();

        assertThat(Main.run(surroundings(out), "completion")).isZero();

        assertThat(completed(out.toString(), "chutes", "depl")).containsExactly("deploy");
        assertThat(completed(out.toString(), "chutes", "deploy", "--all")).containsExactly("--allow-breaking");
        assertThat(completed(out.toString(), "chutes", "profiles", "")).containsExactly("delete", "list", "use");
        assertThat(completed(out.toString(), "chutes", "chutes", "")).containsExactly("list", "get", "delete");
        assertThat(completed(out.toString(), "chutes", "chutes", "list", "--j")).containsExactly("--json");
    }

    /** What Bash would offer for the last of the words. */
    private static List<String> completed(String script, String... words) throws IOException {
        String asks = """
                %s
                compopt() { :; } # Bash has it only while somebody types
                COMP_WORDS=("$@")
                COMP_CWORD=$(($# - 1))
                COMP_LINE="$*"
                _complete_chutes
                printf '%%s\\n' "${COMPREPLY[@]}"
                """.formatted(script);
        List<String> command = new ArrayList<>(List.of("bash", "--norc", "-s", "--"));
        command.addAll(List.of(words));
        Process bash = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (Writer in = bash.outputWriter()) {
            in.write(asks);
        }
        return bash.inputReader().lines().toList();
    }

    private static List<CommandLine> all(CommandLine command) {
        List<CommandLine> all = new ArrayList<>(List.of(command));
        command.getSubcommands().values().stream().distinct().forEach(below -> all.addAll(all(below)));
        return all;
    }

    private static Surroundings surroundings(StringWriter out) {
        return new Surroundings(
                InputStream.nullInputStream(),
                new PrintWriter(out, true),
                new PrintWriter(new StringWriter(), true),
                Map.of(),
                false);
    }
}
