// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.webrtc.internal;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
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
import org.skerry.base.bytes.Hex;

/**
 * Measures a link between two processes on this machine, against a bare connection of the host, by turns; run by hand, in a network
 * namespace with an address besides loopback: {@code Throughput [MiB [message bytes [rounds]]]}. The other process is started by
 * the first, and takes signals as lines on its standard streams.
 */
final class Throughput {

    private static final PrintStream OUT = System.out;
    static final int WINDOW_BYTES = 4 << 20;
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
            MeasuredEnd end = link
                    ? new MeasuredLink(true, body -> to.println(Hex.encode(body)))
                    : new MeasuredConnection(true, body -> to.println(Hex.encode(body)));
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
        MeasuredEnd end = link ? new MeasuredLink(false, emit) : new MeasuredConnection(false, emit);
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

    private static void pump(BufferedReader from, MeasuredEnd end, Semaphore finished) {
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
    static WebRtcSettings settings() {
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
}
