package io.chutes.samples.docs;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** Source files as javac parses them, with their Javadoc. */
record Sources(List<CompilationUnitTree> files, DocTrees docs) {
    /** All below a folder of the repository, in the order of their paths. */
    static Sources below(String folder) throws IOException {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager = javac.getStandardFileManager(null, null, null);
                Stream<Path> all = Files.walk(Page.ROOT.resolve(folder))) {
            List<Path> paths = all.filter(path -> path.toString().endsWith(".java"))
                    .filter(path -> !path.endsWith("package-info.java"))
                    .sorted()
                    .toList();
            var task = (JavacTask)
                    javac.getTask(null, manager, null, null, null, manager.getJavaFileObjectsFromPaths(paths));
            var files = new java.util.ArrayList<CompilationUnitTree>();
            task.parse().forEach(files::add);
            return new Sources(List.copyOf(files), DocTrees.instance(task));
        }
    }

    /** The type that a file is named after. */
    static ClassTree type(CompilationUnitTree file) {
        return (ClassTree) file.getTypeDecls().getFirst();
    }

    @Nullable DocCommentTree comment(CompilationUnitTree file, Tree tree) {
        return docs.getDocCommentTree(TreePath.getPath(file, tree));
    }

    static boolean isPublic(ModifiersTree modifiers) {
        return modifiers.getFlags().contains(Modifier.PUBLIC);
    }
}
