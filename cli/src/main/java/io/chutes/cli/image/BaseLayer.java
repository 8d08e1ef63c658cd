package io.chutes.cli.image;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The layer of a {@link JavaBase}. */
final class BaseLayer {
    /** The one folder that everybody may write to. Without the usual sticky bit, which Jib has not: an image has one user. */
    private static final FilePermissions WRITABLE = FilePermissions.fromOctalString("777");

    private BaseLayer() {}

    static FileEntriesLayer of(Path root) throws IOException {
        FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName("base");
        layer.addEntry(ImageFiles.entry(root.resolve("tmp"), AbsoluteUnixPath.get("/tmp"), WRITABLE));
        for (Path file : FileTree.files(root)) {
            layer.addEntry(ImageFiles.entry(
                    file,
                    AbsoluteUnixPath.get("/" + root.relativize(file)),
                    Files.isExecutable(file) ? ImageFiles.EXECUTABLE : ImageFiles.PLAIN));
        }
        return layer.build();
    }
}
