package com.example.tour;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** The server that a passthrough endpoint hands its calls to; in real life an inference engine, in a process of its own. */
final class Engine {
    private final HttpServer server;

    private Engine(HttpServer server) {
        this.server = server;
    }

    static Engine start(int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/echo", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getRequestBody().transferTo(exchange.getResponseBody());
            exchange.close();
        });
        server.start();
        return new Engine(server);
    }

    void stop() {
        server.stop(0);
    }
}
