package io.chutes.platform.server.web;

import io.chutes.platform.api.Problem;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Answers requests that never became one of ours, such as a malformed request line, with a problem as well. */
final class ServerProblems extends ErrorHandler {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String id = RequestId.from(request.getHeaders().get(RequestId.HEADER));
        int status = response.getStatus();
        String detail = "The request could not be understood";
        response.getHeaders().put(RequestId.HEADER, id);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);
        response.write(true, ByteBuffer.wrap(Problems.bytes(Problems.of(status, detail, id))), callback);
        return true;
    }
}
