package io.chutes.cli.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** PostgreSQL from its Maven artifact, with its data in a folder that outlives it. */
final class EmbeddedDatabase implements AutoCloseable {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

    private final EmbeddedPostgres postgres;
    private final ProcessHandle server;

    private EmbeddedDatabase(EmbeddedPostgres postgres, ProcessHandle server) {
        this.postgres = postgres;
        this.server = server;
    }

    /**
     * Starts the database, making it first if {@code data} is empty and ending a server that an earlier platform left
     * behind.
     *
     * @param binaries where PostgreSQL is unpacked if it is not there yet; the same for all that this process starts
     */
    static EmbeddedDatabase start(Path data, Path binaries) {
        try {
            Optional<ProcessHandle> left = server(data);
            if (left.isPresent()) {
                end(left.get());
            }
            // The library is made for tests and turns durability off; these are somebody's accounts.
            EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setOverrideWorkingDirectory(binaries.toFile())
                    .setRegisterShutdownHook(false)
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("max_connections", "50")
                    .setServerConfig("unix_socket_directories", "")
                    .start();
            ProcessHandle server = server(data)
                    .orElseThrow(() -> new EmbeddedPlatformException("PostgreSQL ended as soon as it had started"));
            return new EmbeddedDatabase(postgres, server);
        } catch (IOException | IllegalStateException e) {
            var failed =
                    new EmbeddedPlatformException("Could not start PostgreSQL in " + data + ": " + e.getMessage(), e);
            endAfter(failed, data);
            throw failed;
        }
    }

    /** A server that is slow to answer has been started all the same. */
    private static void endAfter(EmbeddedPlatformException failed, Path data) {
        try {
            server(data).ifPresent(EmbeddedDatabase::end);
        } catch (IOException | EmbeddedPlatformException e) {
            failed.addSuppressed(e);
        }
    }

    String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres";
    }

    String user() {
        return "postgres";
    }

    ProcessHandle server() {
        return server;
    }

    @Override
    public void close() {
        if (!server.isAlive()) {
            return;
        }
        try {
            postgres.close();
        } catch (IOException e) {
            throw new EmbeddedPlatformException("Could not stop PostgreSQL: " + e.getMessage(), e);
        }
    }

    /** The server that runs on a data folder: its first line of {@code postmaster.pid} is the process id. */
    private static Optional<ProcessHandle> server(Path data) throws IOException {
        try {
            long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid"))
                    .getFirst()
                    .strip());
            // After a reboot the id may be somebody else's.
            return ProcessHandle.of(pid)
                    .filter(process -> process.info().commandLine().orElse("").contains(data.toString()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw new EmbeddedPlatformException(
                    data.resolve("postmaster.pid") + " does not begin with a process id", e);
        }
    }

    private static void end(ProcessHandle server) {
        server.destroy();
        if (!isGone(server)) {
            server.destroyForcibly();
            // Bounded: one that is dead stays listed until its parent, not we, asks how it died.
            if (!isGone(server)) {
                throw new EmbeddedPlatformException(
                        "PostgreSQL, process %d of an earlier run, does not end; end it and try again"
                                .formatted(server.pid()));
            }
        }
    }

    private static boolean isGone(ProcessHandle server) {
        try {
            server.onExit().get(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new EmbeddedPlatformException("Could not end the PostgreSQL server " + server.pid(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedPlatformException("Interrupted while PostgreSQL " + server.pid() + " ended", e);
        }
    }
}
