package io.chutes.platform.server.web;

import io.chutes.platform.api.Problem;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
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
        response.getHeaders().put(RequestId.HEADER, id);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);
        response.write(
                true, ByteBuffer.wrap(Problems.bytes(Problems.of(status, detail(status, request), id))), callback);
        return true;
    }

    private static String detail(int status, Request request) {
        return switch (status) {
            case HttpStatus.NOT_FOUND_404 -> String.valueOf(request.getAttribute(ERROR_MESSAGE));
            case HttpStatus.REQUEST_TIMEOUT_408 -> "The request did not come to its end in time";
            case HttpStatus.URI_TOO_LONG_414 -> "The address of the request is too long; send less in its query";
            case HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431 ->
                "The headers of the request are too large; send less in them";
            case HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505 -> "The request is of another version of HTTP than 1.1";
            default ->
                HttpStatus.isServerError(status)
                        ? Problems.OUR_FAULT
                        : "The request could not be understood: it is not well-formed HTTP";
        };
    }
}
