package io.chutes.benchmark;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

/** What is left when a chute's greeting is served by Jetty and Jackson alone: the peer of cold starts. */
public final class RawJetty extends Handler.Abstract {
    private static final JsonMapper JSON = new JsonMapper();

    /** Listens on the port that is named; ends with the process. */
    public static void main(String[] arguments) throws Exception {
        var server = new Server();
        var connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        connector.setPort(Integer.parseInt(System.getenv("CHUTES_PORT")));
        server.addConnector(connector);
        server.setHandler(new RawJetty());
        server.start();
        server.join();
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Asked asked = JSON.readValue(Content.Source.asInputStream(request), Asked.class);
        byte[] answer = JSON.writeValueAsBytes(new Answered("Hello, " + asked.name() + "!"));
        response.getHeaders().put("Content-Type", "application/json");
        response.write(true, ByteBuffer.wrap(answer), callback);
        return true;
    }

    record Asked(String name) {}

    record Answered(String message) {}
}
