package io.chutes.cli.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.chutes.cli.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NodeCommandTest {
    private static final String TOKEN = "cj_" + "0".repeat(16) + "_" + "0".repeat(40);

    @TempDir
    Path folder;

    @Test
    void sendsItsTokenNowhereInPlainText() {
        assertThat(join("--platform", "http://chutes.example.org"))
                .isEqualTo("2 chutes: --platform is http://chutes.example.org: "
                        + "a key is sent over plain HTTP to this machine only, use https\n");
        assertThat(join("--platform", "http://127.0.0.1.example.org")).startsWith("2 chutes: --platform is http");
        assertThat(join("--platform", "ftp://127.0.0.1")).startsWith("2 chutes: --platform must be an address");
        assertThat(join("--platform", "https://me@localhost/api"))
                .startsWith("2 chutes: --platform must be an address");
        assertThat(join("--platform", "https://localhost", "--registry", "http://registry.example.org"))
                .startsWith("2 chutes: --registry is http");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void namesWhatItCannotDeclareOrBelieve() throws Exception {
        assertThat(join("--platform", "http://localhost:1", "--gpus", "VOODOO_2=1"))
                .startsWith("2 chutes: --gpus names 'VOODOO_2', which is none of A4000, ");
        assertThat(join("--platform", "http://localhost:1", "--gpus", "L4=65"))
                .startsWith("2 chutes: --gpus declares 1 to 64 of a model, got 65 of L4");
        assertThat(join("--platform", "http://localhost:1", "--gpus", "L4=many"))
                .startsWith("2 chutes: Invalid value for option '--gpus' (MODEL=COUNT): 'many'");
        assertThat(join("--platform", "http://localhost:1", "--engine", "podman"))
                .startsWith("2 chutes: The engine must be process or docker, got 'podman'");
        assertThat(join("--platform", "http://localhost:1", "--address", "203.0.113.1"))
                .startsWith("2 chutes: 203.0.113.1 is no address of this machine");
        Path empty = Files.createFile(folder.resolve("empty.pem"));
        assertThat(join("--platform", "https://localhost:1", "--ca", empty.toString()))
                .contains(empty + " holds no certificate");
        Path garbage = Files.writeString(folder.resolve("garbage.pem"), "-----BEGIN CERTIFICATE-----\nno\n");
        assertThat(join("--platform", "https://localhost:1", "--ca", garbage.toString()))
                .contains(garbage + " must be certificates in PEM");
    }

    @Test
    void staysWhatItIs() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        Files.writeString(
                data.resolve("membership.json"),
                "{\"platform\":\"https://a.example.org\",\"registry\":\"https://a.example.org\",\"node\":\"box\",\"credential\":\"c\",\"engine\":\"process\",\"address\":null,\"gpus\":null,\"ca\":null}");

        assertThat(join("--platform", "http://localhost:1"))
                .startsWith("1 chutes: " + data + " is the node box of https://a.example.org already");
        Files.writeString(data.resolve("membership.json"), "{\"platform\":");
        assertThat(run("run")).startsWith("1 chutes: " + data.resolve("membership.json") + " is damaged");
        Files.delete(data.resolve("membership.json"));
        assertThat(run("run")).startsWith("1 chutes: " + data + " is no node's folder: join a platform first");
    }

    @Test
    void tellsOfAPlatformThatIsNotThere() {
        assertThat(join("--platform", "http://localhost:1", "--gpus", "L4=1"))
                .startsWith("6 ")
                .contains("\nchutes: Could not reach the platform at http://localhost:1/v1/nodes");
        assertThat(folder.resolve("data/membership.json")).doesNotExist();
    }

    private String join(String... options) {
        String[] all = new String[options.length + 2];
        all[0] = "join";
        all[1] = TOKEN;
        System.arraycopy(options, 0, all, 2, options.length);
        return run(all);
    }

    /** The exit code and what was said of it. */
    private String run(String... arguments) {
        String[] all = new String[arguments.length + 3];
        all[0] = "node";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        all[all.length - 2] = "--data";
        all[all.length - 1] = folder.resolve("data").toString();
        var out = new StringWriter();
        var err = new StringWriter();
        int code = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), all);
        return code + " " + err;
    }
}
