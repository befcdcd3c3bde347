// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.direct.internal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.skerry.api.PeerId;
import org.skerry.base.bytes.Hex;
import org.skerry.spi.transport.CloseReason;
import org.skerry.spi.transport.Lane;
import org.skerry.spi.transport.Link;
import org.skerry.spi.transport.LinkListener;
import org.skerry.spi.transport.Negotiation;
import org.skerry.spi.transport.NegotiationContext;
import org.skerry.spi.transport.Transport;
import org.skerry.testkit.transport.TransportContexts;

/**
 * Measures a link between two processes on this machine; run by hand: {@code Throughput [message bytes [rounds]]}. Each round
 * moves 1 GiB one way, while a control message every 50 ms goes there and back. The other process is started by the first,
 * with 128 MiB of heap, and takes signals as lines on its standard streams.
 */
final class Throughput {

    private static final long ROUND_BYTES = 1L << 30;
    private static final int WINDOW_BYTES = 4 << 20;
    private static final PrintStream OUT = System.out;

    private Throughput() {}

    /** @param arguments bytes of a message (65536), rounds of 1 GiB (5) */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 0 && arguments[0].equals("receive")) {
            receive(Hex.decode(arguments[1]));
        } else {
            int bytes = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 65536;
            send(bytes, arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5);
        }
    }

    private static void send(int bytes, int rounds) throws Exception {
        byte[] id = new byte[16];
        id[3] = 7;
        Process other = child(Hex.encode(id));
        try (Transport transport = new DirectTransportProvider(settings()).open(TransportContexts.ephemeral("send"))) {
            BufferedReader from = reader(other.getInputStream());
            PrintStream to = new PrintStream(other.getOutputStream(), true, StandardCharsets.US_ASCII);
            OUT.println("the other side: " + from.readLine());
            TimeUnit.SECONDS.sleep(2); // the warm-up of both sides
            long start = System.nanoTime();
            Negotiation negotiation = transport.offer(context(id, to));
            Thread reader = pump(from, negotiation);
            Link link = negotiation.link().toCompletableFuture().get(10, TimeUnit.SECONDS);
            OUT.printf(
                    Locale.ROOT,
                    "link after %.1f ms over %s%n",
                    millisSince(start),
                    link.stats().route());
            measure(link, bytes, rounds);
            link.close(CloseReason.LOCAL);
            other.waitFor(5, TimeUnit.SECONDS);
            reader.join(1000);
        } finally {
            other.destroyForcibly();
        }
    }

    private static void measure(Link link, int bytes, int rounds) throws Exception {
        Semaphore answers = new Semaphore(0);
        Ponged ponged = new Ponged(answers, new ConcurrentLinkedQueue<>());
        link.start(ponged);
        link.request(Integer.MAX_VALUE);
        byte[] content = new byte[bytes];
        Semaphore window = new Semaphore(Math.max(1, WINDOW_BYTES / bytes));
        for (int round = 0; round < rounds; round++) {
            long start = System.nanoTime();
            long nextPing = start;
            for (long sent = 0; sent < ROUND_BYTES; sent += bytes) {
                window.acquire();
                link.send(Lane.DATA, ByteBuffer.wrap(content)).whenComplete((done, failure) -> window.release());
                if (System.nanoTime() - nextPing > 0) {
                    nextPing += TimeUnit.MILLISECONDS.toNanos(50);
                    ping(link, 0);
                }
            }
            ping(link, 1);
            answers.acquire();
            double seconds = millisSince(start) / 1000;
            OUT.printf(
                    Locale.ROOT,
                    "round %d: %.0f MB/s; control there and back under load: %s ms; CPU %.1f s so far%n",
                    round,
                    ROUND_BYTES / 1e6 / seconds,
                    ponged.summary(),
                    cpuSeconds());
        }
    }

    private static void ping(Link link, int kind) {
        ByteBuffer ping =
                ByteBuffer.allocate(12).putInt(kind).putLong(System.nanoTime()).flip();
        link.send(kind == 0 ? Lane.CONTROL : Lane.DATA, ping).whenComplete((done, failure) -> {});
    }

    /** Takes what comes back: the end of a round, or a control message that has been there and back. */
    private record Ponged(Semaphore ends, ConcurrentLinkedQueue<Double> delays) implements LinkListener {

        @Override
        public void message(Lane lane, ByteBuffer message) {
            if (message.getInt() == 1) {
                ends.release();
            } else {
                delays.add(millisSince(message.getLong()));
            }
        }

        @Override
        public void retiring(String why) {}

        @Override
        public void closed(CloseReason reason, String detail) {
            ends.release();
        }

        String summary() {
            List<Double> sorted = delays.stream().sorted().toList();
            delays.clear();
            return sorted.isEmpty()
                    ? "none"
                    : String.format(
                            Locale.ROOT,
                            "median %.1f, worst %.1f",
                            sorted.get(sorted.size() / 2),
                            sorted.get(sorted.size() - 1));
        }
    }

    private static void receive(byte[] id) throws Exception {
        try (Transport transport =
                new DirectTransportProvider(settings()).open(TransportContexts.ephemeral("receive"))) {
            OUT.println("ready");
            BufferedReader from = reader(System.in);
            Negotiation negotiation = transport.answer(context(id, OUT), Hex.decode(from.readLine()));
            Link link = negotiation.link().toCompletableFuture().get(20, TimeUnit.SECONDS);
            CompletableFuture<String> end = new CompletableFuture<>();
            link.start(new Echo(link, end));
            link.request(64);
            end.join();
        }
    }

    /** Asks for one message after another, and sends the short ones back. */
    private record Echo(Link link, CompletableFuture<String> end) implements LinkListener {

        @Override
        public void message(Lane lane, ByteBuffer message) {
            if (message.remaining() == 12) {
                link.send(Lane.CONTROL, message).whenComplete((done, failure) -> {});
            }
            link.request(1);
        }

        @Override
        public void retiring(String why) {}

        @Override
        public void closed(CloseReason reason, String detail) {
            end.complete(detail);
        }
    }

    private static DirectSettings settings() {
        DirectSettings quiet = Loopback.settings();
        return new DirectSettings(
                quiet.bind(),
                0,
                List.of(),
                false,
                true,
                quiet.maxMessageBytes(),
                quiet.limits(),
                quiet.negotiationTimeout(),
                Integer.getInteger("sndbuf", 0),
                !Boolean.getBoolean("cold"));
    }

    private static Process child(String id) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                        java,
                        "-Xmx128m",
                        "-Dcold=" + System.getProperty("cold", "false"),
                        "-Dsndbuf=" + System.getProperty("sndbuf", "0"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Throughput.class.getName(),
                        "receive",
                        id)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static Thread pump(BufferedReader from, Negotiation to) {
        AtomicReference<String> line = new AtomicReference<>();
        Thread thread = new Thread(() -> {
            try {
                while (line.updateAndGet(last -> readLine(from)) != null) {
                    to.signal(Hex.decode(line.get()));
                }
            } catch (IllegalArgumentException e) {
                OUT.println("no signal: " + line.get());
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static String readLine(BufferedReader from) {
        try {
            return from.readLine();
        } catch (IOException e) {
            return null;
        }
    }

    private static BufferedReader reader(InputStream from) {
        return new BufferedReader(new InputStreamReader(from, StandardCharsets.US_ASCII));
    }

    private static double millisSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e6;
    }

    private static double cpuSeconds() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() / 1000.0;
    }

    private static NegotiationContext context(byte[] id, PrintStream to) {
        return new NegotiationContext() {
            @Override
            public byte[] id() {
                return id.clone();
            }

            @Override
            public PeerId remote() {
                return PeerId.of(new byte[32]);
            }

            @Override
            public void emit(byte[] body) {
                to.println(Hex.encode(body));
            }
        };
    }
}
