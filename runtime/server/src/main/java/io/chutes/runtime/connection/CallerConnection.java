package io.chutes.runtime.connection;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connection by which a call came. */
public record CallerConnection(HttpServletRequest request) {
    private static final Logger LOG = LoggerFactory.getLogger(CallerConnection.class);

    /** Ends it in the middle of the answer, so that nobody takes what was sent for the whole. */
    public void cut() {
        EndPoint endPoint = ServletContextRequest.getServletContextRequest(request)
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint();
        if (request.getProtocol().equals("HTTP/1.0") && endPoint.getTransport() instanceof SocketChannel channel) {
            reset(channel);
        }
        endPoint.close();
    }

    /** The end of an answer of HTTP/1.0 is the orderly end of its connection: only a reset is another. */
    private static void reset(SocketChannel channel) {
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException e) {
            LOG.debug("The connection is closed already", e);
        }
    }
}
