package io.chutes.platform.server.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** One PostgreSQL for all tests of this JVM, with a new database for each that asks. */
public final class TestDatabase {
    private static final String USER = "postgres";
    private static final AtomicInteger COUNT = new AtomicInteger();

    private TestDatabase() {}

    /** A database of its own, with the platform's tables and nothing in them: a copy of one that was brought to this version once. */
    public static Database fresh() {
        return Database.open(freshUrl(), USER, USER);
    }

    /** Looks through the whole book. */
    public static void assertSound(Database database) {
        List<String> wrong = database.jdbi()
                .withHandle(handle -> handle.createQuery("select what || ' ' || wrong from ledger_discrepancy")
                        .mapTo(String.class)
                        .list());
        assertThat(wrong).isEmpty();
    }

    /** The address of such a database. */
    public static String freshUrl() {
        return url(create(" template " + Migrated.NAME));
    }

    /** The address of a database without tables. */
    static String emptyUrl() {
        return url(create(""));
    }

    private static String url(String name) {
        return Server.RUNNING.getJdbcUrl(USER, name);
    }

    private static String create(String from) {
        String name = "test_" + COUNT.incrementAndGet();
        try (Connection connection = Server.RUNNING.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name + from);
            return name;
        } catch (SQLException e) {
            throw new IllegalStateException("Could not create the database " + name, e);
        }
    }

    /** The address of a database of this server. */
    public static String urlOf(Database database) {
        String name = database.jdbi().withHandle(handle -> handle.createQuery("select current_database()")
                .mapTo(String.class)
                .one());
        return url(name);
    }

    /** Made with its first use; nobody is connected to it, or it could not be copied. */
    private static final class Migrated {
        private static final String NAME = make();

        private static String make() {
            String name = create("");
            Database.open(url(name), USER, USER).close();
            return name;
        }
    }

    /** Starts with its first use, and ends with the JVM. */
    private static final class Server {
        private static final EmbeddedPostgres RUNNING = start();

        private static EmbeddedPostgres start() {
            try {
                Path data = Files.createTempDirectory("test-postgres");
                EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                        .setDataDirectory(data)
                        .setCleanDataDirectory(false)
                        .setRegisterShutdownHook(false)
                        .setServerConfig("max_connections", "400")
                        .setServerConfig("fsync", "off")
                        .setServerConfig("timezone", "UTC")
                        .start();
                Runtime.getRuntime().addShutdownHook(new Thread(() -> end(postgres, data)));
                return postgres;
            } catch (IOException e) {
                throw new UncheckedIOException("Could not start PostgreSQL for tests", e);
            }
        }

        /** Its files are as many as a build would wait half a minute for: they go while the build goes on. */
        private static void end(EmbeddedPostgres postgres, Path data) {
            try {
                postgres.close();
                new ProcessBuilder("rm", "-rf", data.toString()).start();
            } catch (IOException e) {
                throw new UncheckedIOException("Could not end PostgreSQL for tests", e);
            }
        }
    }
}
