package io.chutes.samples;

import io.chutes.runtime.ChuteServer;
import io.chutes.runtime.ServerConfig;
import java.net.URI;

/** The sample in this JVM. */
class InProcessContractTest extends ServedContract {
    @Override
    ServedHello start() {
        var server = ChuteServer.start(
                ChuteServer.newRoutes("com.example.hello.HelloRoutes"),
                new ServerConfig("127.0.0.1", 0, ServedHello.TOKEN));
        return new ServedHello() {
            @Override
            public URI address() {
                return URI.create("http://127.0.0.1:" + server.port());
            }

            @Override
            public String aotCache() {
                return "none";
            }

            @Override
            public boolean stop() {
                server.close();
                return true;
            }
        };
    }
}
