package io.chutes.cli.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.chutes.cli.console.CommandException;
import io.chutes.cli.console.ExitStatus;
import io.chutes.platform.api.PlatformJson;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a platform notes of itself in its data folder. It stays there afterwards: a process that is gone is known to be none.
 *
 * @param url where it answers
 * @param pid its process
 * @param startedAt when that process began, by which it is known again after its number was given to another
 */
record RunningPlatform(URI url, long pid, Instant startedAt) {
    /** The system counts a process's age in ticks from its own start, which clocks that are set move a little. */
    private static final Duration SLACK = Duration.ofSeconds(2);

    private static final String FILE = "platform.json";
    static final String LOG = "platform.log";

    static RunningPlatform ofThisProcess(URI url) {
        ProcessHandle self = ProcessHandle.current();
        return new RunningPlatform(url, self.pid(), self.info().startInstant().orElseGet(Instant::now));
    }

    /** The one of a data folder; empty if what was noted there no longer runs. */
    static Optional<RunningPlatform> in(Path data) {
        Path file = data.resolve(FILE);
        try {
            RunningPlatform noted = PlatformJson.mapper().readValue(Files.readString(file), RunningPlatform.class);
            return Optional.of(noted).filter(it -> it.process().isPresent());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (JsonProcessingException e) {
            throw new CommandException(
                    ExitStatus.FAILED,
                    file + " is not what a platform notes; delete it if none runs on that folder",
                    e);
        } catch (IOException e) {
            throw new CommandException(ExitStatus.FAILED, "Could not read " + file + ": " + e, e);
        }
    }

    Optional<ProcessHandle> process() {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(it -> it.info()
                .startInstant()
                .map(start -> Duration.between(start, startedAt).abs().compareTo(SLACK) <= 0)
                .orElse(true));
    }

    void note(Path data) {
        Path fresh = data.resolve(FILE + ".new");
        try {
            Files.writeString(fresh, PlatformJson.mapper().writeValueAsString(this));
            Files.move(fresh, data.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new CommandException(ExitStatus.FAILED, "Could not write " + fresh + ": " + e, e);
        }
    }
}
