package io.chutes.samples.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A document in Markdown.
 *
 * @param file where it lies, from the folder of this module
 */
public record Page(Path file, String text) {
    static final Path ROOT = Path.of("..");
    public static final Path DOCS = ROOT.resolve("docs");

    private static final Pattern FENCE = Pattern.compile("^ *```(.*)$");
    private static final Pattern HEADING = Pattern.compile("^#{1,6} (.*)$");
    private static final Pattern LINK = Pattern.compile("(?<!!)\\[(?:[^\\[\\]]|\\[[^]]*])*]\\(([^)\\s]+)\\)");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    /** The pages that people wrote, which have no folder of their own below {@code docs/}. */
    static List<Page> written() {
        return in(DOCS).filter(Files::isRegularFile).map(Page::read).toList();
    }

    /** Every document of the repository. */
    static List<Page> all() {
        return below(ROOT).map(Page::read).toList();
    }

    private static Stream<Path> below(Path folder) {
        return in(folder).flatMap(path -> Files.isDirectory(path) ? below(path) : Stream.of(path));
    }

    /** Documents and folders that may hold some. */
    private static Stream<Path> in(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            return all
                    .filter(path -> Files.isDirectory(path)
                            ? !path.getFileName().toString().matches("target|src|\\..*")
                            : path.toString().endsWith(".md"))
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not list " + folder, e);
        }
    }

    public static Page read(Path file) {
        try {
            return new Page(file, Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read " + file, e);
        }
    }

    String name() {
        return file.getFileName().toString().replace(".md", "");
    }

    /** What stands between fences, in order. */
    public List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            var fence = FENCE.matcher(lines.get(i));
            if (fence.matches()) {
                int begin = i + 1;
                do {
                    i++;
                } while (!lines.get(i).strip().equals("```"));
                blocks.add(new Block(this, begin, fence.group(1).strip(), String.join("\n", lines.subList(begin, i))));
            }
        }
        return blocks;
    }

    /** Where its links lead, as they are written. */
    List<String> links() {
        return LINK.matcher(CODE.matcher(prose()).replaceAll(""))
                .results()
                .map(link -> link.group(1))
                .toList();
    }

    /** What stands between single backticks. */
    List<String> codes() {
        return CODE.matcher(prose()).results().map(code -> code.group(1)).toList();
    }

    /** The anchors of its headings, as forges make them. */
    Set<String> anchors() {
        Set<String> anchors = new HashSet<>();
        prose().lines()
                .map(HEADING::matcher)
                .filter(heading -> heading.matches())
                .forEach(heading -> {
                    String anchor = anchor(heading.group(1));
                    String unique = anchor;
                    for (int again = 1; !anchors.add(unique); again++) {
                        unique = anchor + "-" + again;
                    }
                });
        return anchors;
    }

    static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT)
                .replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1")
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }

    private String prose() {
        return text.replaceAll("(?ms)^ *```.*?^ *```$", "");
    }

    /**
     * A block of code.
     *
     * @param line the number of the line before its first
     * @param language what follows the fence
     */
    public record Block(Page page, int line, String language, String text) {
        @Override
        public String toString() {
            return "%s:%d".formatted(page.file, line + 1);
        }
    }
}
