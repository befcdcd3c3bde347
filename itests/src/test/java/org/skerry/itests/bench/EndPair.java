// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Two processes with a {@link MeasuredEnd} each: the one that sends at the other end of the segment, the receiving one here. */
final class EndPair implements AutoCloseable {

    /** What its ends are: classes by name, as what they stand on is not on the class path of this process. */
    enum Kind {
        RAW("RawEnd"),
        LINK("LinkEnd");

        private final String main;

        Kind(String name) {
            main = EndPair.class.getPackageName() + "." + name;
        }
    }

    /** Little, so that all of it has been used when resident size is taken for the first time: what grows then is native. */
    private static final String HEAP = "-Xmx128m";

    private static final String ENDED = "ended";
    private static final int OPEN_SECONDS = 30;
    private static final int MOVE_MINUTES = 60;

    private final Process sending;
    private final Process receiving;
    private final BlockingQueue<String> ofSending = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> ofReceiving = new LinkedBlockingQueue<>();

    /** Starts both, and has them connect. */
    EndPair(Segment segment, Kind kind) throws Exception {
        sending = start(segment.there(), kind);
        receiving = start(List.of(), kind);
        pump(sending, receiving, ofSending);
        pump(receiving, sending, ofReceiving);
        tell(sending, "offer");
        await(ofSending, MeasuredEnd.OPEN, OPEN_SECONDS);
        await(ofReceiving, MeasuredEnd.OPEN, OPEN_SECONDS);
    }

    private static Process start(List<String> by, Kind kind) throws IOException {
        List<String> command = new ArrayList<>(by);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                HEAP,
                "-Dslf4j.internal.verbosity=ERROR",
                "-cp",
                System.getProperty("skerry.bench.classes"),
                kind.main));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void pump(Process from, Process to, BlockingQueue<String> said) {
        Thread pump = new Thread(() -> {
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(from.getInputStream(), StandardCharsets.US_ASCII))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith(MeasuredEnd.SIGNAL)) {
                        tell(to, line);
                    } else {
                        said.add(line);
                    }
                }
            } catch (IOException e) {
                Bench.say("an end cannot be heard any more: " + e.getMessage());
            }
            said.add(ENDED);
        });
        pump.setDaemon(true);
        pump.start();
    }

    private static void tell(Process end, String line) {
        synchronized (end) {
            new PrintStream(end.getOutputStream(), true, StandardCharsets.US_ASCII).println(line);
        }
    }

    private static void await(BlockingQueue<String> said, String what, long seconds) throws Exception {
        String line;
        do {
            line = said.poll(seconds, TimeUnit.SECONDS);
            if (line == null || line.equals(ENDED)) {
                throw new IOException("an end has not said '" + what + "'");
            }
        } while (!line.equals(what));
    }

    /**
     * Sends something, and waits until all of it has come.
     *
     * @param bytes how much
     * @param message bytes of a message
     * @param rate bytes a second, 0 for as fast as possible
     * @return seconds
     */
    double move(long bytes, int message, long rate) throws Exception {
        tell(receiving, "expect " + bytes);
        long start = System.nanoTime();
        tell(sending, "send " + bytes + " " + message + " " + rate);
        await(ofReceiving, MeasuredEnd.RECEIVED, TimeUnit.MINUTES.toSeconds(MOVE_MINUTES));
        return (System.nanoTime() - start) / 1e9;
    }

    Proc sending() {
        return new Proc(sending.pid());
    }

    Proc receiving() {
        return new Proc(receiving.pid());
    }

    @Override
    public void close() throws Exception {
        for (Process process : List.of(sending, receiving)) {
            process.getOutputStream().close();
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        }
    }
}
