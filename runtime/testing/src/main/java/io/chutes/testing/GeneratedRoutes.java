package io.chutes.testing;

import io.chutes.runtime.ChuteServer;
import io.chutes.runtime.ServerConfig;
import java.net.URI;

/** A chute that runs in this JVM. */
final class ServedChute implements AutoCloseable {
    private final ChuteServer server;

    private ServedChute(ChuteServer server) {
        this.server = server;
    }

    static ServedChute start(Class<?> chute) {
        String routes = routesClass(chute);
        if (chute.getClassLoader().getResource(routes.replace('.', '/') + ".class") == null) {
            throw new IllegalStateException("""
                    %s has no routes (%s): the annotation processor did not run. Name it in the pom, since javac runs none \
                    that is merely on the class path:
                    <plugin>
                      <artifactId>maven-compiler-plugin</artifactId>
                      <configuration>
                        <annotationProcessorPaths>
                          <path>
                            <groupId>io.chutes</groupId>
                            <artifactId>chutes-processor</artifactId>
                            <version>${chutes.version}</version>
                          </path>
                        </annotationProcessorPaths>
                      </configuration>
                    </plugin>""".formatted(chute.getName(), routes));
        }
        return new ServedChute(ChuteServer.start(routes, ServerConfig.local()));
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    @Override
    public void close() {
        server.close();
    }

    /** As the processor names it: the chute's package, and its name with those of the classes around it. */
    private static String routesClass(Class<?> chute) {
        return chute.getName().replace('$', '_') + "Routes";
    }
}
