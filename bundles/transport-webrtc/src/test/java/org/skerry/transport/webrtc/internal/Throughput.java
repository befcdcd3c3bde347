// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.webrtc.internal;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.skerry.api.PeerId;
import org.skerry.base.bytes.Hex;
import org.skerry.spi.transport.CloseReason;
import org.skerry.spi.transport.Lane;
import org.skerry.spi.transport.Link;
import org.skerry.spi.transport.LinkListener;
import org.skerry.spi.transport.Negotiation;
import org.skerry.spi.transport.NegotiationContext;
import org.skerry.spi.transport.Transport;
import org.skerry.spi.transport.TransportCertificate;
import org.skerry.testkit.transport.TransportContexts;
import org.skerry.webrtc.host.RtcConnection;
import org.skerry.webrtc.host.RtcDescription;
import org.skerry.webrtc.host.RtcListener;
import org.skerry.webrtc.host.RtcSettings;
import org.skerry.webrtc.host.RtcState;

/**
 * Measures a link between two processes on this machine, against a bare connection of the host, by turns; run by hand, in a network
 * namespace with an address besides loopback: {@code Throughput [MiB [message bytes [rounds]]]}. The other process is started by
 * the first, and takes signals as lines on its standard streams.
 */
final class Throughput {

    private static final PrintStream OUT = System.out;
    private static final int WINDOW_BYTES = 4 << 20;
    private static final String DONE = "done";

    private Throughput() {}

    /** @param arguments MiB to move (1024), bytes of a message (65536), rounds (3) */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 0 && arguments[0].equals("receive")) {
            receive(arguments[1].equals("link"), Long.parseLong(arguments[2]));
            return;
        }
        long bytes = (arguments.length > 0 ? Long.parseLong(arguments[0]) : 1024) << 20;
        int message = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 65_536;
        int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 3;
        for (int round = 0; round < rounds; round++) {
            send(false, bytes, message);
            send(true, bytes, message);
        }
        System.exit(0);
    }

    private static void send(boolean link, long bytes, int message) throws Exception {
        Process other = child(link ? "link" : "raw", bytes);
        try {
            BufferedReader from = reader(other.getInputStream());
            PrintStream to = new PrintStream(other.getOutputStream(), true, StandardCharsets.US_ASCII);
            double cpu = cpuSeconds();
            Semaphore finished = new Semaphore(0);
            End end = link
                    ? new LinkEnd(true, body -> to.println(Hex.encode(body)))
                    : new RawEnd(true, body -> to.println(Hex.encode(body)));
            Thread reader = new Thread(() -> pump(from, end, finished));
            reader.start();
            end.open().get(20, TimeUnit.SECONDS);
            long start = System.nanoTime();
            long pings = end.send(bytes, message);
            finished.acquire();
            double seconds = (System.nanoTime() - start) / 1e9;
            OUT.printf(
                    Locale.ROOT,
                    "%s: %.1f MB/s, CPU of the sender %.1f s%s%n",
                    link ? "link" : "raw ",
                    bytes / 1e6 / seconds,
                    cpuSeconds() - cpu,
                    pings > 0 ? ", control handed over within " + pings / 1000 + " us at most" : "");
            to.println(DONE);
            end.close();
            reader.join(2000);
            other.waitFor(5, TimeUnit.SECONDS);
        } finally {
            other.destroyForcibly();
        }
    }

    private static void receive(boolean link, long bytes) throws Exception {
        PrintStream to = OUT;
        CompletableFuture<Void> all = new CompletableFuture<>();
        AtomicLong came = new AtomicLong();
        Consumer<Integer> count = length -> {
            if (came.addAndGet(length) >= bytes) {
                all.complete(null);
            }
        };
        Consumer<byte[]> emit = body -> to.println(Hex.encode(body));
        End end = link ? new LinkEnd(false, emit) : new RawEnd(false, emit);
        end.onBytes(count);
        Thread reader = new Thread(() -> pump(reader(System.in), end, new Semaphore(0)));
        reader.setDaemon(true);
        reader.start();
        end.open().get(20, TimeUnit.SECONDS);
        all.get(300, TimeUnit.SECONDS);
        to.println(DONE);
        reader.join(5000);
        System.err.printf(Locale.ROOT, "      CPU of the receiver %.1f s%n", cpuSeconds());
        System.exit(0);
    }

    private static void pump(BufferedReader from, End end, Semaphore finished) {
        try {
            for (String line = from.readLine(); line != null; line = from.readLine()) {
                if (line.equals(DONE)) {
                    finished.release();
                    return;
                }
                if (line.matches("[0-9a-f]+")) {
                    end.signal(Hex.decode(line));
                }
            }
        } catch (IOException e) {
            finished.release();
        }
    }

    private static Process child(String mode, long bytes) throws IOException {
        return new ProcessBuilder(command(mode, bytes))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .directory(new File("."))
                .start();
    }

    /** Keys of the configuration are taken from system properties that begin with "set.". */
    private static WebRtcSettings settings() {
        Map<String, Object> values = new HashMap<>();
        System.getProperties().forEach((key, value) -> {
            if (key.toString().startsWith("set.")) {
                values.put(key.toString().substring(4), Integer.valueOf(value.toString()));
            }
        });
        return Configured.settings(values);
    }

    private static List<String> command(String mode, long bytes) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx128m");
        System.getProperties().forEach((key, value) -> {
            if (key.toString().matches("java\\.io\\.tmpdir|set\\..*|skerry\\..*|org\\.slf4j\\..*")) {
                command.add("-D" + key + "=" + value);
            }
        });
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Throughput.class.getName()));
        command.addAll(List.of("receive", mode, String.valueOf(bytes)));
        return command;
    }

    private static BufferedReader reader(InputStream in) {
        return new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
    }

    private static double cpuSeconds() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(it -> it.toMillis() / 1000.0)
                .orElse(0.0);
    }

    /** One end of what is measured. */
    private interface End {
        CompletableFuture<Void> open();

        void signal(byte[] body);

        void onBytes(Consumer<Integer> count);

        /** @return the longest that a control message waited to be handed over, in nanoseconds; 0 if not measured */
        long send(long bytes, int message) throws Exception;

        void close();
    }

    /** A link of the transport. */
    private static final class LinkEnd implements End, NegotiationContext, LinkListener {
        private final Consumer<byte[]> emit;
        private final Transport transport;
        private final CompletableFuture<Void> open = new CompletableFuture<>();
        private volatile @Nullable Negotiation negotiation;
        private volatile @Nullable Link link;
        private volatile Consumer<Integer> count = length -> {};

        LinkEnd(boolean offering, Consumer<byte[]> emit) throws IOException {
            this.emit = emit;
            transport = new WebRtcTransportProvider(Native.lease(), settings())
                    .open(TransportContexts.ephemeral("measured"));
            if (offering) {
                opening(transport.offer(this));
            }
        }

        private void opening(Negotiation made) {
            negotiation = made;
            made.link().thenAccept(it -> {
                link = it;
                it.start(this);
                it.request(Integer.MAX_VALUE);
                open.complete(null);
            });
        }

        @Override
        public CompletableFuture<Void> open() {
            return open;
        }

        @Override
        public void signal(byte[] body) {
            Negotiation at = negotiation;
            if (at == null) {
                opening(transport.answer(this, body));
            } else {
                at.signal(body);
            }
        }

        @Override
        public void onBytes(Consumer<Integer> to) {
            count = to;
        }

        @Override
        public long send(long bytes, int message) throws Exception {
            byte[] content = new byte[message];
            Semaphore window = new Semaphore(Math.max(1, WINDOW_BYTES / message));
            AtomicLong longest = new AtomicLong();
            long nextPing = System.nanoTime();
            for (long sent = 0; sent < bytes; sent += message) {
                window.acquire();
                link.send(Lane.DATA, ByteBuffer.wrap(content)).whenComplete((done, failure) -> window.release());
                long now = System.nanoTime();
                if (now > nextPing) {
                    nextPing = now + 50_000_000;
                    link.send(Lane.CONTROL, ByteBuffer.allocate(20))
                            .whenComplete(
                                    (done, failure) -> longest.accumulateAndGet(System.nanoTime() - now, Math::max));
                }
            }
            return longest.get();
        }

        @Override
        public void close() {
            link.close(CloseReason.LOCAL);
            transport.close();
        }

        @Override
        public byte[] id() {
            return new byte[16];
        }

        @Override
        public PeerId remote() {
            return PeerId.of(new byte[32]);
        }

        @Override
        public void emit(byte[] body) {
            emit.accept(body);
        }

        @Override
        public void message(Lane lane, ByteBuffer message) {
            if (lane == Lane.DATA) {
                count.accept(message.remaining());
            }
        }

        @Override
        public void retiring(String why) {}

        @Override
        public void closed(CloseReason reason, String detail) {}
    }

    /** A bare connection of the host. */
    private static final class RawEnd implements End, RtcListener {
        private final Consumer<byte[]> emit;
        private final boolean offering;
        private final RtcConnection connection;
        private final CompletableFuture<Void> open = new CompletableFuture<>();
        private volatile Consumer<Integer> count = length -> {};
        private boolean described;

        RawEnd(boolean offering, Consumer<byte[]> emit) throws Exception {
            this.emit = emit;
            this.offering = offering;
            TransportCertificate own = TransportContexts.ephemeral("raw").certificate(TransportCertificate.Kind.P256);
            connection = Native.lease()
                    .open(
                            RtcSettings.with(
                                    Pem.of(own.certificate()),
                                    Pem.of(own.key()),
                                    own.certificate().getNotAfter().toInstant()),
                            this);
            if (offering) {
                connection.offer().thenAccept(this::emit);
            }
        }

        private void emit(RtcDescription rtc) {
            synchronized (this) {
                described = true;
                emit.accept(new SignalBody.Description(offering, rtc, 262_144, List.of()).encode());
                notifyAll();
            }
        }

        @Override
        public synchronized void candidate(String candidate) {
            String text = Candidate.parse(candidate).map(Candidate::text).orElse("");
            new Thread(() -> emitLater(text)).start(); // not on a thread of the library, which must not wait
        }

        private synchronized void emitLater(String text) {
            try {
                while (!described) {
                    wait();
                }
                emit.accept(new SignalBody.Candidates(List.of(text)).encode());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public CompletableFuture<Void> open() {
            return open;
        }

        @Override
        public void signal(byte[] body) {
            try {
                SignalBody said = SignalBody.decode(body);
                if (said instanceof SignalBody.Candidates more) {
                    more.candidates().forEach(connection::add);
                } else if (said instanceof SignalBody.Description description) {
                    if (offering) {
                        connection.accept(description.rtc());
                    } else {
                        connection.answer(description.rtc()).thenAccept(this::emit);
                    }
                }
            } catch (BrokenProtocolException e) {
                open.completeExceptionally(e);
            }
        }

        @Override
        public void onBytes(Consumer<Integer> to) {
            count = to;
        }

        @Override
        public long send(long bytes, int message) throws Exception {
            byte[] content = new byte[message];
            long below = 0;
            for (long sent = 0; sent < bytes; sent += message) {
                while (below >= 1 << 20) {
                    below = connection.buffered(1);
                    if (below >= 1 << 20) {
                        TimeUnit.MILLISECONDS.sleep(1);
                    }
                }
                if (!connection.send(1, content, false)) {
                    throw new IOException("not taken");
                }
                below += message;
            }
            return 0;
        }

        @Override
        public void close() {
            connection.close();
        }

        @Override
        public void state(RtcState state) {}

        @Override
        public void opened() {
            open.complete(null);
        }

        @Override
        public void message(int channel, byte[] message, boolean text) {
            count.accept(message.length);
        }

        @Override
        public void retiring(String why) {}

        @Override
        public void closed(String why) {}
    }
}
