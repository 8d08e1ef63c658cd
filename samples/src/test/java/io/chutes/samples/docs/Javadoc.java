package io.chutes.samples.docs;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.EndElementTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.doctree.StartElementTree;
import com.sun.source.doctree.TextTree;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Javadoc as Markdown. */
final class Javadoc {
    private Javadoc() {}

    /** All of a comment but its tags; empty if there is none. */
    static String text(@Nullable DocCommentTree comment) {
        return comment == null ? "" : markdown(comment.getFullBody());
    }

    /** Its first sentence. */
    static String sentence(@Nullable DocCommentTree comment) {
        return comment == null ? "" : markdown(comment.getFirstSentence());
    }

    /** Its parameters, each as an item of a list. */
    static String parameters(@Nullable DocCommentTree comment) {
        var items = new StringBuilder();
        if (comment != null) {
            for (DocTree tag : comment.getBlockTags()) {
                if (tag instanceof ParamTree parameter && !parameter.isTypeParameter()) {
                    items.append("- `%s`: %s%n".formatted(parameter.getName(), markdown(parameter.getDescription())));
                }
            }
        }
        return items.toString();
    }

    private static String markdown(List<? extends DocTree> trees) {
        var text = new StringBuilder();
        for (DocTree tree : trees) {
            switch (tree) {
                case TextTree plain -> text.append(plain.getBody().replaceAll("\\s+", " "));
                case LiteralTree literal -> text.append(code(literal.getBody().getBody()));
                case LinkTree link -> text.append(code(reference(link)));
                case StartElementTree start -> text.append(start.getName().contentEquals("p") ? "\n\n" : "`");
                case EndElementTree _ -> text.append('`');
                default -> text.append(tree);
            }
        }
        return text.toString().replaceAll("[ \n]*\n\n *", "\n\n").strip();
    }

    /** As a sentence names it: {@code #window} is {@code window}, {@code Timeouts#total} is {@code Timeouts.total}. */
    private static String reference(LinkTree link) {
        String signature = link.getReference().getSignature();
        String bare = signature.substring(signature.lastIndexOf('.') + 1);
        return bare.replaceFirst("^#", "").replace('#', '.');
    }

    private static String code(String text) {
        return "`" + text.replaceAll("\\s+", " ") + "`";
    }
}
