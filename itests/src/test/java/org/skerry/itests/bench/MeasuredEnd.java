// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests.bench;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * One end of a connection without a node, in a process of its own. {@link EndPair} drives it over its standard streams, and
 * carries its signals to the other end.
 */
abstract class MeasuredEnd {

    static final String SIGNAL = "signal ";
    static final String OPEN = "open";
    static final String RECEIVED = "received";

    private final PrintStream out;
    private final AtomicLong came = new AtomicLong();
    private volatile long expected = Long.MAX_VALUE;

    MeasuredEnd() {
        out = System.out;
        System.setOut(System.err); // what the library prints is not for the other end
    }

    /** Begins a connection. */
    abstract void offer() throws Exception;

    /** Takes a signal of the other end. */
    abstract void signal(String what) throws Exception;

    /** Sends a message as soon as there is room for it. */
    abstract void send(byte[] message) throws Exception;

    final void opened() {
        out.println(OPEN);
    }

    /** Passes a signal to the other end. @param what one line */
    final void emit(String what) {
        out.println(SIGNAL + what);
    }

    /** A message has come. */
    final void count(int length) {
        if (came.addAndGet(length) >= expected) {
            expected = Long.MAX_VALUE;
            out.println(RECEIVED);
        }
    }

    /** Does as it is told until its input ends. */
    final void serve() throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ");
            switch (words[0]) {
                case "signal" -> signal(line.substring(SIGNAL.length()));
                case "offer" -> offer();
                case "expect" -> expected = came.get() + Long.parseLong(words[1]);
                default -> {
                    long bytes = Long.parseLong(words[1]);
                    int message = Integer.parseInt(words[2]);
                    long rate = Long.parseLong(words[3]);
                    new Thread(() -> sendAll(bytes, message, rate)).start();
                }
            }
        }
        System.exit(0);
    }

    private void sendAll(long bytes, int message, long rate) {
        try {
            byte[] content = new byte[message];
            long start = System.nanoTime();
            for (long sent = 0; sent < bytes; sent += message) {
                long early = rate == 0 ? 0 : start + (long) (sent * 1e9 / rate) - System.nanoTime();
                if (early > 0) {
                    LockSupport.parkNanos(early);
                }
                send(content);
            }
        } catch (Exception e) {
            e.printStackTrace();
            System.exit(1);
        }
    }
}
