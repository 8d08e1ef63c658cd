package io.chutes.platform.server.image;

import io.chutes.platform.server.PlatformException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A request that the registry refuses: what a client is told, in the terms of OCI Distribution. */
final class RegistryException extends PlatformException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final transient List<Complaint> complaints;
    private final transient Map<String, String> headers;

    private RegistryException(int status, List<Complaint> complaints, Map<String, String> headers) {
        super(complaints.getFirst().message());
        this.status = status;
        this.complaints = List.copyOf(complaints);
        this.headers = Map.copyOf(headers);
    }

    RegistryException(ErrorCode code, String message) {
        this(code.status(), List.of(new Complaint(code, message, Map.of())), Map.of());
    }

    RegistryException(int status, ErrorCode code, String message) {
        this(status, List.of(new Complaint(code, message, Map.of())), Map.of());
    }

    /** Several complaints of one kind, such as one for each missing layer. */
    static RegistryException of(List<Complaint> complaints) {
        return new RegistryException(complaints.getFirst().code().status(), complaints, Map.of());
    }

    /** The same refusal with one more response header. */
    RegistryException with(String header, String value) {
        var all = new HashMap<>(headers);
        all.put(header, value);
        return new RegistryException(status, complaints, all);
    }

    int status() {
        return status;
    }

    Map<String, String> headers() {
        return headers;
    }

    /** The response body. */
    Body body() {
        return new Body(complaints);
    }

    /** One thing that is wrong. */
    record Complaint(ErrorCode code, String message, Map<String, String> detail) {}

    /** The error document of OCI Distribution. */
    record Body(List<Complaint> errors) {}
}
