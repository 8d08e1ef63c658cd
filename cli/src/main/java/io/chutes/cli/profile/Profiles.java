package io.chutes.cli.profile;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.chutes.cli.console.CommandException;
import io.chutes.cli.console.ExitStatus;
import io.chutes.cli.console.OwnerOnly;
import io.chutes.cli.console.UserFolder;
import io.chutes.platform.api.PlatformJson;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The file that profiles are kept in, its owner's alone: replaced as a whole, by one process at a time. */
final class Profiles {
    private static final Set<PosixFilePermission> OTHERS = PosixFilePermissions.fromString("---rwxrwx");

    private final Path file;

    private Profiles(Path file) {
        this.file = file;
    }

    /** The file that the variables name. */
    static Profiles of(Map<String, String> environment) {
        return new Profiles(Variable.CHUTES_CONFIG.in(environment).map(Path::of).orElseGet(() -> UserFolder.CONFIG
                .chutes(environment)
                .resolve("config.json")));
    }

    Path file() {
        return file;
    }

    Configuration read() {
        try {
            @Nullable Configuration read = PlatformJson.mapper().readValue(Files.readString(file), Configuration.class);
            if (read == null) {
                throw new CommandException(ExitStatus.FAILED, file + " holds no profiles: mend or delete it");
            }
            return read;
        } catch (NoSuchFileException e) {
            return Configuration.EMPTY;
        } catch (JsonProcessingException e) {
            throw new CommandException(
                    ExitStatus.FAILED,
                    "%s is not as it should be (line %d): mend or delete it"
                            .formatted(
                                    file,
                                    e.getLocation() == null
                                            ? 1
                                            : e.getLocation().getLineNr()),
                    e);
        } catch (IOException e) {
            throw new CommandException(ExitStatus.FAILED, "Could not read " + file + ": " + e, e);
        }
    }

    /** Whether somebody but its owner may read the file. */
    boolean isOpenToOthers() {
        try {
            return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                    && Files.exists(file)
                    && Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains);
        } catch (IOException e) {
            return false; // whoever reads it next says why
        }
    }

    /** Fails now rather than after something was made whose key could not be kept. */
    void requireWritable() {
        change(same -> same);
    }

    Configuration change(UnaryOperator<Configuration> change) {
        try {
            Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
            OwnerOnly.folder(folder);
            Path lock = folder.resolve(file.getFileName() + ".lock");
            try (FileChannel channel = FileChannel.open(
                            lock,
                            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                            OwnerOnly.ofFiles(folder));
                    FileLock _ = channel.lock()) {
                Configuration changed = change.apply(read());
                write(folder, changed);
                return changed;
            }
        } catch (IOException e) {
            throw new CommandException(ExitStatus.FAILED, "Could not write " + file + ": " + e, e);
        }
    }

    private void write(Path folder, Configuration configuration) throws IOException {
        Path fresh = Files.createTempFile(folder, ".config", ".new", OwnerOnly.ofFiles(folder));
        try {
            Files.writeString(
                    fresh,
                    PlatformJson.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(configuration) + "\n");
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
