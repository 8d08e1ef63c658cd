package io.chutes.cli.image;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntry;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import java.nio.file.Path;
import java.time.Instant;

/** How files look in an image, whatever they look like here: their times, owners and modes would change its digest. */
final class ImageFiles {
    static final FilePermissions PLAIN = FilePermissions.fromOctalString("644");
    static final FilePermissions EXECUTABLE = FilePermissions.fromOctalString("755");

    private static final Instant TIME = Instant.ofEpochSecond(1);

    private ImageFiles() {}

    static FileEntry entry(Path source, AbsoluteUnixPath place, FilePermissions permissions) {
        return new FileEntry(source, place, permissions, TIME, "0:0");
    }
}
