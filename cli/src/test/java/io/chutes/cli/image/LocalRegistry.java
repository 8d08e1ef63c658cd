package io.chutes.cli.image;

import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.http.UnauthorizedResponse;
import java.io.ByteArrayInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A registry in memory: everybody pulls, one user pushes. */
final class LocalRegistry implements AutoCloseable {
    private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
    private final Map<String, String> manifests = new ConcurrentHashMap<>();
    private final String username;
    private final String password;
    private final Javalin server;

    LocalRegistry(String username, String password) {
        this.username = username;
        this.password = password;
        server = Javalin.start(config -> {
            config.startup.showJavalinBanner = false;
            config.jetty.port = 0;
            config.jetty.host = "localhost";
            config.http.maxRequestSize = Long.MAX_VALUE;
            config.routes.get("/v2/", this::authorise);
            config.routes.post("/v2/<name>/blobs/uploads/", call -> {
                authorise(call);
                call.header("Location", call.path() + "1").status(202);
            });
            config.routes.patch("/v2/<name>/blobs/uploads/{id}", call -> {
                authorise(call);
                blobs.put(digest(call.bodyAsBytes()), call.bodyAsBytes());
                call.header("Location", call.path()).status(202);
            });
            config.routes.put("/v2/<name>/blobs/uploads/{id}", call -> {
                authorise(call);
                call.status(201);
            });
            config.routes.put("/v2/<name>/manifests/{reference}", this::putManifest);
            config.routes.get("/v2/<name>/manifests/{reference}", this::getManifest);
            config.routes.get("/v2/<name>/blobs/{digest}", this::getBlob);
            config.routes.head("/v2/<name>/blobs/{digest}", this::headBlob);
        });
    }

    String host() {
        return "localhost:" + server.port();
    }

    /** The digests of all manifests that were pushed. */
    Set<String> manifests() {
        return Set.copyOf(manifests.keySet());
    }

    private void authorise(Context call) {
        var given = call.basicAuthCredentials();
        if (given == null
                || !given.getUsername().equals(username)
                || !given.getPassword().equals(password)) {
            call.header("WWW-Authenticate", "Basic realm=\"test\"");
            throw new UnauthorizedResponse();
        }
    }

    private void putManifest(Context call) {
        authorise(call);
        String digest = digest(call.bodyAsBytes());
        manifests.put(digest, String.valueOf(call.contentType()));
        blobs.put(digest, call.bodyAsBytes());
        call.header("Docker-Content-Digest", digest).status(201);
    }

    private void getManifest(Context call) {
        String digest = call.pathParam("reference");
        String type = manifests.get(digest);
        byte[] manifest = blobs.get(digest);
        if (type == null || manifest == null) {
            call.status(404);
        } else {
            call.header("Docker-Content-Digest", digest).contentType(type).result(manifest);
        }
    }

    private void headBlob(Context call) {
        byte[] blob = blobs.get(call.pathParam("digest"));
        if (blob == null) {
            call.status(404);
        } else {
            call.header("Content-Length", Integer.toString(blob.length));
        }
    }

    private void getBlob(Context call) {
        byte[] blob = blobs.get(call.pathParam("digest"));
        if (blob == null) {
            call.status(404);
        } else {
            call.result(new ByteArrayInputStream(blob));
        }
    }

    private static String digest(byte[] bytes) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop();
    }
}
