package io.chutes.platform.server.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chutes.platform.server.Patience;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConnectionsTest {
    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final String HELLO = OK + "Content-Length: 5\r\n\r\nhello";
    private static final Content NONE = new Content.None();

    private final Connections connections = new Connections();

    @AfterEach
    void close() {
        connections.close();
    }

    @Test
    void sendsARequestAsItIs() throws Exception {
        var seen = new CompletableFuture<String>();
        try (var peer = new Peer((in, out, _) -> {
            seen.complete(Peer.request(in));
            Peer.say(out, HELLO);
        })) {
            var fields = new Fields().add("X-One", "1").add("X-Latin", "\u00e9");
            Content content = new Content.Whole("{}".getBytes(StandardCharsets.US_ASCII));

            assertThat(ask(new OutgoingRequest(peer.address(), "POST", "/a?b=c", fields, content, false)))
                    .isEqualTo("hello");

            assertThat(seen.join())
                    .isEqualTo(
                            "POST /a?b=c HTTP/1.1\r\nHost: %s\r\nX-One: 1\r\nX-Latin: \u00e9\r\nContent-Length: 2\r\n\r\n{}",
                            peer.address().getRawAuthority());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                HELLO,
                "HTTP/1.1 200\r\ncontent-length:5\r\n\r\nhello",
                OK + "Content-Length: 5\r\nContent-Length: 5, 5\r\n\r\nhello",
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + HELLO,
                OK + "Transfer-Encoding: Chunked\r\n\r\n2\r\nhe\r\n003;a=\"b\"\r\nllo\r\n0\r\nX-After: 1\r\n\r\n",
            })
    void readsAnAnswerToItsEndAndKeepsTheConnection(String answer) throws Exception {
        try (var peer = Peer.answering(answer)) {
            assertThat(ask(get(peer))).isEqualTo("hello");
            assertThat(ask(get(peer))).isEqualTo("hello");

            assertThat(peer.taken()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"HEAD,200,5", "GET,204,-1", "GET,304,5"})
    void knowsWhatHasNoBody(String method, int status, long length) throws Exception {
        try (var peer = Peer.answering("HTTP/1.1 %d Said\r\nContent-Length: 5\r\n\r\n".formatted(status))) {
            var request = new OutgoingRequest(peer.address(), method, "/", new Fields(), NONE, true);
            for (int i = 0; i < 2; i++) {
                try (Exchange exchange = connections.exchange(request)) {
                    Answer answer = exchange.answer();
                    assertThat(answer.status()).isEqualTo(status);
                    assertThat(answer.length()).isEqualTo(length);
                    assertThat(answer.body().readAllBytes()).isEmpty();
                }
            }
            assertThat(peer.taken()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello",
                OK + "Connection: x, Close\r\nContent-Length: 5\r\n\r\nhello",
                HELLO + "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged",
                HELLO + "!",
            })
    void keepsNoConnectionOnWhichMoreOrNothingFollows(String answer) throws Exception {
        try (var peer = Peer.answering(answer)) {
            assertThat(ask(get(peer))).isEqualTo("hello");
            assertThat(ask(get(peer))).isEqualTo("hello");

            assertThat(peer.taken()).isEqualTo(2);
        }
    }

    @Test
    void readsAnAnswerThatEndsWithItsConnection() throws Exception {
        try (var peer = new Peer((in, out, _) -> {
            Peer.request(in);
            Peer.say(out, OK + "\r\nhello");
        })) {
            assertThat(ask(get(peer))).isEqualTo("hello");
            assertThat(ask(get(peer))).isEqualTo("hello");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200 O",
                "hello\r\n\r\n",
                "HTTP/2 200 OK\r\n\r\n",
                "HTTP/1.1 099 No\r\n\r\n",
                "HTTP/1.1 2000 No\r\n\r\n",
                "HTTP/1.1  200 No\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
                OK + "Content-Length: 5\r\n\r\nhell",
                OK + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
                OK + "Content-Length: +5\r\n\r\nhello",
                OK + "Content-Length: -5\r\n\r\nhello",
                OK + "Content-Length: 99999999999999999999\r\n\r\nhello",
                OK + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
                OK + "Transfer-Encoding: gzip, chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
                OK + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
                OK + "Transfer-Encoding: chunked\r\n\r\n5\r\nhel",
                OK + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
                OK + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello!\r\n0\r\n\r\n",
                OK + "Transfer-Encoding: chunked\r\n\r\n5\nhello\r\n0\r\n\r\n",
                OK + "Transfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n0\r\n\r\n",
                OK + "Transfer-Encoding: chunked\r\n\r\n0x5\r\nhello\r\n0\r\n\r\n",
                OK + "Transfer-Encoding: chunked\r\n\r\n10000000000000000\r\nhello\r\n0\r\n\r\n",
                OK + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n",
                OK + "Content-Length : 5\r\n\r\nhello",
                OK + ": 5\r\n\r\nhello",
                OK + "no field\r\n\r\nhello",
                OK + "X-Folded: a\r\n b\r\n\r\nhello",
                OK + "X-Return: a\rb\r\n\r\nhello",
                OK + "X-Bare: a\nContent-Length: 5\r\n\r\nhello",
            })
    void refusesWhatIsNoAnswer(String answer) throws Exception {
        try (var peer = new Peer((in, out, _) -> {
            Peer.request(in);
            Peer.say(out, answer);
        })) {
            assertThatThrownBy(() -> ask(get(peer))).isInstanceOf(IOException.class);
        }
    }

    @Test
    void readsOnlySoMuchBeforeABody() throws Exception {
        String large = OK + "X-Large: " + "x".repeat(12_000) + "\r\n";
        try (var peer = Peer.answering(large + "Content-Length: 5\r\n\r\nhello")) {
            assertThat(ask(get(peer))).isEqualTo("hello");
            assertThat(ask(get(peer))).isEqualTo("hello");
        }
        for (String endless : new String[] {large + large, OK + "X: 1\r\n".repeat(50_000)}) {
            try (var peer = Peer.answering(endless)) {
                assertThatThrownBy(() -> ask(get(peer))).isInstanceOf(BrokenAnswerException.class);
            }
        }
        try (var peer = Peer.answering("HTTP/1.1 102 Processing\r\n\r\n".repeat(100) + HELLO)) {
            assertThatThrownBy(() -> ask(get(peer))).isInstanceOf(BrokenAnswerException.class);
        }
    }

    @Test
    void readsWhatComesWhenItComes() throws Exception {
        var read = new Semaphore(0);
        try (var peer = new Peer((in, out, _) -> {
            Peer.request(in);
            Peer.say(out, OK + "Transfer-Encoding: chunked\r\n\r\n");
            for (int i = 0; i < 3; i++) {
                Peer.say(out, "1\r\n" + i + "\r\n");
                read.acquireUninterruptibly();
            }
            Peer.say(out, "0\r\n\r\n");
        })) {
            try (Exchange exchange = connections.exchange(get(peer))) {
                InputStream body = exchange.answer().body();
                for (int i = 0; i < 3; i++) {
                    assertThat(body.read(new byte[100])).isEqualTo(1);
                    read.release();
                }
                assertThat(body.read(new byte[100])).isEqualTo(-1);
            }
        }
    }

    @Test
    void asksAgainWhereAConnectionWasClosedWhileItRested() throws Exception {
        try (var peer = new Peer((in, out, _) -> {
            Peer.request(in);
            Peer.say(out, HELLO);
        })) {
            for (int i = 1; i <= 3; i++) {
                assertThat(ask(post(peer, NONE))).isEqualTo("hello");
                assertThat(peer.taken()).isEqualTo(i);
                awaitNoneRests(peer.address());
            }
        }
    }

    private void awaitNoneRests(URI address) {
        Patience.await().until(() -> {
            Connection rested = connections.rested(address);
            if (rested != null) {
                connections.giveBack(rested);
            }
            return rested == null;
        });
    }

    @Test
    void runsNothingTwiceThatMayHaveRun() throws Exception {
        try (var peer = new Peer((in, out, _) -> {
            Peer.request(in);
            Peer.say(out, HELLO);
            Peer.request(in); // the next it takes and drops
        })) {
            assertThat(ask(get(peer))).isEqualTo("hello");
            assertThat(ask(get(peer))).as("may run again").isEqualTo("hello");
            assertThat(peer.taken()).isEqualTo(2);

            assertThatThrownBy(() -> ask(post(peer, NONE))).isInstanceOf(IOException.class);
            assertThat(peer.taken()).isEqualTo(2);
        }
    }

    @Test
    void tellsNobodyThereFromNoAnswer() throws Exception {
        // To 224.0.0.1, where groups are, there is no route of TCP.
        for (URI address :
                new URI[] {closed(), URI.create("http://absent.invalid:80"), URI.create("http://224.0.0.1:80")}) {
            var request = new OutgoingRequest(address, "GET", "/", new Fields(), NONE, true);
            assertThatThrownBy(() -> ask(request)).isInstanceOf(ConnectException.class);
        }
        try (var peer = Peer.answering(HELLO)) {
            connections.close();
            assertThatThrownBy(() -> ask(get(peer)))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("closing");
        }
    }

    private static URI closed() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return URI.create("http://127.0.0.1:" + socket.getLocalPort());
        }
    }

    @Test
    void endsAWaitThatIsCancelled() throws Exception {
        var asked = new CountDownLatch(1);
        var left = new CompletableFuture<Integer>();
        try (var peer = new Peer((in, _, _) -> {
            Peer.request(in);
            asked.countDown();
            left.complete(in.read());
        })) {
            try (Exchange exchange = connections.exchange(get(peer))) {
                var waiting = CompletableFuture.supplyAsync(() -> {
                    try {
                        return exchange.answer();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
                assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();
                exchange.cancel();

                assertThatThrownBy(waiting::get).isInstanceOf(ExecutionException.class);
                assertThat(left.get(60, TimeUnit.SECONDS)).isEqualTo(-1);
                assertThatThrownBy(exchange::answer).as("later").hasMessageContaining("cancelled");
            }
        }
    }

    @Test
    void streamsContentBothWithItsLengthAndWithout() throws Exception {
        byte[] bytes = new byte[300_000];
        new Random(1).nextBytes(bytes);
        try (var peer = new Peer((in, out, _) -> {
            while (true) {
                String head = Peer.head(in);
                if (head.isEmpty()) {
                    return;
                }
                boolean chunked = head.contains("Transfer-Encoding: chunked\r\n");
                byte[] came = chunked ? chunks(in) : in.readNBytes(bytes.length);
                Peer.say(out, OK + "Content-Length: " + came.length + "\r\n\r\n");
                out.write(came);
            }
        })) {
            for (long length : new long[] {bytes.length, -1}) {
                Content content = new Content.Streamed(() -> new ByteArrayInputStream(bytes), length);
                try (Exchange exchange = connections.exchange(post(peer, content))) {
                    assertThat(exchange.answer().body().readAllBytes()).isEqualTo(bytes);
                }
            }
            assertThat(peer.taken()).isEqualTo(1);
        }
    }

    private static byte[] chunks(InputStream in) throws IOException {
        var all = new ByteArrayOutputStream();
        while (true) {
            int size = Integer.parseInt(line(in), 16);
            all.write(in.readNBytes(size));
            assertThat(line(in)).isEmpty();
            if (size == 0) {
                return all.toByteArray();
            }
        }
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        while (line.length() < 2 || line.indexOf("\r\n") < 0) {
            line.append((char) in.read());
        }
        return line.substring(0, line.length() - 2);
    }

    @Test
    void takesAnAnswerThatComesBeforeTheContentIsSent() throws Exception {
        try (var peer = new Peer((in, out, _) -> {
            Peer.head(in);
            Peer.say(out, "HTTP/1.1 413 Too large\r\nContent-Length: 5\r\n\r\nhello");
            in.readNBytes(1_000_000);
        })) {
            for (InputStream endless : new InputStream[] {silent(), new Zeros()}) {
                try (Exchange exchange = connections.exchange(post(peer, new Content.Streamed(() -> endless, -1)))) {
                    Answer answer = exchange.answer();
                    assertThat(answer.status()).isEqualTo(413);
                    assertThat(answer.body().readAllBytes()).hasSize(5);
                }
            }
            assertThat(peer.taken()).as("neither connection is used again").isEqualTo(2);
        }
    }

    @Test
    void cutsContentThatBreaksOff() throws Exception {
        var after = new CompletableFuture<Integer>();
        try (var peer = new Peer((in, _, _) -> {
            Peer.head(in);
            after.complete(in.readNBytes(1000).length);
        })) {
            Exchange exchange = connections.exchange(post(peer, half(new CountDownLatch(0))));

            assertThatThrownBy(exchange::answer).isInstanceOf(BrokenContentException.class);
            exchange.close();
            assertThat(after.get(60, TimeUnit.SECONDS)).isLessThanOrEqualTo(100);
        }
        var answered = new CountDownLatch(1);
        try (var peer = new Peer((in, out, _) -> {
                    Peer.head(in);
                    Peer.say(out, OK + "Content-Length: 5\r\n\r\n");
                    in.readAllBytes();
                });
                Exchange exchange = connections.exchange(post(peer, half(answered)))) {
            InputStream body = exchange.answer().body();
            answered.countDown();
            assertThatThrownBy(body::readAllBytes).isInstanceOf(BrokenContentException.class);
        }
    }

    /** Content of 1000 bytes that breaks off after 100, but not before. */
    private static Content half(CountDownLatch before) {
        return new Content.Streamed(
                () -> new SequenceInputStream(new ByteArrayInputStream(new byte[100]), new Broken(before)), 1000);
    }

    @Test
    void asksForContentOnlyOnceItCanBeSent() throws Exception {
        var asked = new AtomicBoolean();
        Content content = new Content.Streamed(
                () -> {
                    asked.set(true);
                    return InputStream.nullInputStream();
                },
                -1);
        URI closed = closed();

        assertThatThrownBy(() -> ask(new OutgoingRequest(closed, "POST", "/", new Fields(), content, false)))
                .isInstanceOf(ConnectException.class);

        assertThat(asked).isFalse();
    }

    @Test
    void refusesFieldsThatWouldBeMore() {
        URI address = URI.create("http://127.0.0.1:1");
        for (Fields fields : new Fields[] {
            new Fields().add("A", "b\r\nC: d"), new Fields().add("A: b\r\nC", "d"), new Fields().add("", "d")
        }) {
            var request = new OutgoingRequest(address, "GET", "/", fields, NONE, true);
            assertThatThrownBy(request::bytes).isInstanceOf(IllegalArgumentException.class);
        }
        var split = new OutgoingRequest(address, "GET", "/ HTTP/1.1\r\nA: b", new Fields(), NONE, true);
        assertThatThrownBy(split::bytes).isInstanceOf(IllegalArgumentException.class);
    }

    /** Content of which nothing comes until whoever waits for it is interrupted. */
    private static InputStream silent() throws IOException {
        return new PipedInputStream(new PipedOutputStream());
    }

    private static OutgoingRequest get(Peer peer) {
        return new OutgoingRequest(peer.address(), "GET", "/", new Fields(), NONE, true);
    }

    private static OutgoingRequest post(Peer peer, Content content) {
        return new OutgoingRequest(peer.address(), "POST", "/", new Fields(), content, false);
    }

    private String ask(OutgoingRequest request) throws IOException {
        try (Exchange exchange = connections.exchange(request)) {
            return new String(exchange.answer().body().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    /** Content that breaks off, but not before. */
    private static final class Broken extends InputStream {
        private final CountDownLatch before;

        Broken(CountDownLatch before) {
            this.before = before;
        }

        @Override
        public int read() throws IOException {
            try {
                before.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            throw new IOException("gone");
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return read();
        }
    }

    /** Content without an end. */
    private static final class Zeros extends InputStream {
        @Override
        public int read() {
            return 0;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            return length;
        }
    }
}
