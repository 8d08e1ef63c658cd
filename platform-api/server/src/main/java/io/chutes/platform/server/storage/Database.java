package io.chutes.platform.server.storage;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.function.Consumer;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.postgresql.PGProperty;

/** A PostgreSQL database, 14 or newer, that holds this version's tables. Safe for use by many threads. */
public final class Database implements AutoCloseable {
    private static final String MIGRATIONS = "classpath:io/chutes/platform/server/storage/migration";
    private static final int CONNECTIONS = 16;
    private static final int IDLE_CONNECTIONS = 2;
    private static final long CONNECT_MILLIS = 5_000;

    private final HikariDataSource pool;
    private final Jdbi jdbi;

    private Database(HikariDataSource pool) {
        this.pool = pool;
        this.jdbi = Jdbi.create(pool).installPlugin(new PostgresPlugin());
    }

    /**
     * Connects, and makes or brings forward the tables.
     *
     * @throws StorageException if the database cannot be reached or its tables cannot be brought to this version
     */
    public static Database open(String jdbcUrl, String user, String password) {
        HikariDataSource pool = connect(jdbcUrl, user, password);
        try {
            Flyway.configure()
                    .dataSource(pool)
                    .locations(MIGRATIONS)
                    .validateMigrationNaming(true)
                    .load()
                    .migrate();
            return new Database(pool);
        } catch (FlywayException e) {
            pool.close();
            throw new StorageException(
                    "Could not bring the tables of %s to this version: %s".formatted(jdbcUrl, e.getMessage()), e);
        } catch (RuntimeException | Error e) {
            pool.close();
            throw e;
        }
    }

    private static HikariDataSource connect(String jdbcUrl, String user, String password) {
        var config = new HikariConfig();
        config.setPoolName("platform");
        config.setJdbcUrl(jdbcUrl);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(IDLE_CONNECTIONS); // several platforms share a database: none holds what it does not use
        config.setConnectionTimeout(CONNECT_MILLIS);
        try {
            return new HikariDataSource(config);
        } catch (PoolInitializationException e) {
            Throwable reason = e.getCause() == null ? e : e.getCause();
            throw new StorageException(
                    "Could not reach PostgreSQL at %s as %s: %s. Check that it runs and that address, user and password are right."
                            .formatted(jdbcUrl, user, reason.getMessage()),
                    e);
        } catch (RuntimeException e) {
            throw new StorageException(
                    "%s is not the address of a PostgreSQL database: %s".formatted(jdbcUrl, e.getMessage()), e);
        }
    }

    /** Where statements begin. */
    public Jdbi jdbi() {
        return jdbi;
    }

    /**
     * Listens on a channel until it is closed.
     *
     * @param heard gets what is told there
     * @param missed is run whenever something may have been told that nobody heard: at first, and after a break
     */
    public Listener listen(String channel, Consumer<String> heard, Runnable missed) {
        return new Listener(this::connectAlone, channel, heard, missed);
    }

    /** A lock of that name, which is not held yet. */
    public SoleLock soleLock(String name) {
        return new SoleLock(this::connectAlone, name);
    }

    // It waits for what may not come for days: that the other side has gone is found out by asking.
    private Connection connectAlone() throws SQLException {
        var properties = new Properties();
        PGProperty.USER.set(properties, pool.getUsername());
        PGProperty.PASSWORD.set(properties, pool.getPassword());
        PGProperty.TCP_KEEP_ALIVE.set(properties, true);
        return DriverManager.getConnection(pool.getJdbcUrl(), properties);
    }

    /** Gives all connections back. */
    @Override
    public void close() {
        pool.close();
    }
}
