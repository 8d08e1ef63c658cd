package io.chutes.samples.docs;

import io.chutes.cli.ChutesCommand;
import io.chutes.cli.console.Surroundings;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The commands that documents show, and whether there are such. */
public final class Commands {
    private static final Pattern WORD =
            Pattern.compile("'([^']*)'|\"((?:[^\"\\\\]|\\\\.)*)\"|(\\||;|&&|\\$\\(|\\)|>|<)|([^\\s'\"|;<>)]+)");
    private static final Pattern VARIABLE = Pattern.compile("[A-Z_]+=.*");
    private static final CommandLine MODEL = model();

    private Commands() {}

    /** What {@code chutes} makes of its arguments. */
    static CommandLine model() {
        return ChutesCommand.commandLine(new Surroundings(
                InputStream.nullInputStream(),
                new PrintWriter(Writer.nullWriter()),
                new PrintWriter(Writer.nullWriter()),
                Map.of(),
                false));
    }

    /** The lines of a block that are typed, each whole. */
    static List<String> lines(Page.Block block) {
        String whole = block.text().replace("\\\n", " ");
        return switch (block.language()) {
            case "sh" -> whole.lines().filter(line -> !line.isBlank()).toList();
            case "console" ->
                whole.lines()
                        .filter(line -> line.startsWith("$ "))
                        .map(line -> line.substring(2))
                        .toList();
            default -> List.of();
        };
    }

    /** The commands of a line of a shell, each with its arguments. */
    public static List<List<String>> of(String line) {
        List<List<String>> commands = new ArrayList<>(List.of(new ArrayList<>()));
        var words = WORD.matcher(line.replaceAll("(^|\\s)# .*", ""));
        while (words.find()) {
            if (words.group(3) != null) {
                commands.add(new ArrayList<>());
            } else {
                String word = Stream.of(1, 2, 4)
                        .map(words::group)
                        .filter(text -> text != null)
                        .findFirst()
                        .orElseThrow();
                boolean isAssigned =
                        commands.getLast().isEmpty() && VARIABLE.matcher(word).matches();
                if (!isAssigned) {
                    commands.getLast().add(word);
                }
            }
        }
        return commands.stream().filter(words2 -> !words2.isEmpty()).toList();
    }

    public static boolean isOurs(List<String> command) {
        return command.getFirst().equals("chutes") || command.getFirst().equals("./chutes");
    }

    /** What is wrong with a command that somebody is to type. */
    static List<String> complaints(List<String> command) {
        try {
            MODEL.parseArgs(command.subList(1, command.size()).toArray(String[]::new));
            return List.of();
        } catch (ParameterException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    /** What is wrong with the beginning of a command that a sentence mentions. */
    static List<String> complaintsOfMention(List<String> command) {
        CommandLine current = MODEL;
        List<String> complaints = new ArrayList<>();
        for (String word : command.subList(1, command.size())) {
            Map<String, CommandLine> below = current.getSubcommands();
            if (word.startsWith("-")) {
                if (!current.getCommandSpec().optionsMap().containsKey(word.replaceAll("=.*", ""))) {
                    complaints.add("%s has no option %s"
                            .formatted(current.getCommandSpec().qualifiedName(), word));
                }
            } else if (below.containsKey(word)) {
                current = below.get(word);
            } else if (!below.isEmpty() && word.matches("[a-z-]+")) {
                complaints.add("%s has no command %s"
                        .formatted(current.getCommandSpec().qualifiedName(), word));
            }
        }
        return complaints;
    }
}
