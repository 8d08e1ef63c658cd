package io.chutes.testing;

import io.chutes.runtime.ChuteServer;
import io.chutes.runtime.spi.ChuteRoutes;

/** The routes that the processor wrote for a chute. */
final class GeneratedRoutes {
    private GeneratedRoutes() {}

    /** Them around a new object of the chute. */
    static ChuteRoutes of(Class<?> chute) {
        String name = name(chute);
        if (chute.getClassLoader().getResource(name.replace('.', '/') + ".class") == null) {
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
                    </plugin>""".formatted(chute.getName(), name));
        }
        return ChuteServer.newRoutes(name);
    }

    /** As the processor names them: the chute's package, and its name with those of the classes around it. */
    private static String name(Class<?> chute) {
        return chute.getName().replace('$', '_') + "Routes";
    }
}
