package io.chutes.testing;

import io.chutes.client.ChuteClient;
import io.chutes.runtime.ChuteServer;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;

/** A chute that is served in this JVM, on a port of this machine alone. */
public final class RunningChute implements AutoCloseable {
    private final ChuteServer server;

    RunningChute(ChuteServer server) {
        this.server = server;
    }

    /** Where it is served. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    /** A client of it that knows no types. */
    public ChuteClient client() {
        return ChuteClient.of(address());
    }

    /** The client that the processor wrote for it, such as {@code HelloClient}. */
    public <C> C client(Class<C> generated) {
        try {
            Constructor<C> constructor = generated.getDeclaredConstructor(ChuteClient.class);
            constructor.setAccessible(true);
            return constructor.newInstance(client());
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(
                    generated.getName()
                            + " is no client that the processor wrote: it has no constructor of a ChuteClient",
                    e);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("The constructor of " + generated.getName() + " threw", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Could not make a " + generated.getName(), e);
        }
    }

    /** A caller that sends and reads at the pace of the test. */
    public SlowCaller slowCaller() {
        return SlowCaller.connect(address());
    }

    /** Lets the calls that run finish, runs the shut-down methods and ends. */
    @Override
    public void close() {
        server.close();
    }
}
