// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.sim;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.skerry.base.bytes.Bytes;
import org.skerry.base.bytes.Hex;
import org.skerry.base.crypto.Sha256;

/**
 * The time of a simulated world. Each {@link #step} runs one task of one loop: of those that have one ready, a seed chooses;
 * when none has, time goes on to the next timer. So the same seed and the same calls give the same run, which {@link #traceHash}
 * tells, and another seed another order of what may happen in either.
 *
 * <p>Loops may be posted to from any thread; only one thread at a time may run the simulation.
 */
public final class Simulation {

    /** Where wall clocks start. */
    public static final Instant START = Instant.parse("2030-01-01T12:00:00Z");

    private static final int LINES_KEPT = 20_000;

    private record Timer(long nanos, long number, SimLoop loop, Runnable task) {
        static final Comparator<Timer> ORDER =
                Comparator.comparingLong(Timer::nanos).thenComparingLong(Timer::number);
    }

    private final long seed;
    private final Random order;
    private final List<Runnable> invariants = new ArrayList<>();
    // Guarded by this.
    private final PriorityQueue<Timer> timers = new PriorityQueue<>(Timer.ORDER);
    private final List<SimLoop> runnable = new ArrayList<>();
    private final List<SimLoop> still = new ArrayList<>();
    private final ArrayDeque<Supplier<String>> lines = new ArrayDeque<>();
    private byte[] hash = new byte[32];
    private long nanos;
    private long numbers;
    private long steps;
    private volatile boolean running;

    /** @param seed decides all that is left to chance */
    public Simulation(long seed) {
        this.seed = seed;
        this.order = random("order");
    }

    /** {@return what decides all that is left to chance} */
    public long seed() {
        return seed;
    }

    /** {@return a source of chance of its own for a purpose, so that more use of one does not change another} */
    public Random random(String purpose) {
        byte[] digest = Sha256.of(Bytes.utf8(seed + " " + purpose));
        long own = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            own = own << Byte.SIZE | digest[i] & 0xff;
        }
        return new Random(own);
    }

    /** {@return a machine} */
    public SimHost host(String name) {
        return new SimHost(this, name);
    }

    /** Has something checked after each step: it throws if it does not hold. */
    public void invariant(Runnable check) {
        invariants.add(check);
    }

    /** {@return virtual nanoseconds since the start} */
    public synchronized long nanoTime() {
        return nanos;
    }

    /** {@return tasks run so far} */
    public synchronized long steps() {
        return steps;
    }

    /** {@return timers and tasks of living hosts that wait} */
    public synchronized int pending() {
        timers.removeIf(timer -> !timer.loop().alive());
        runnable.removeIf(loop -> !loop.alive());
        still.removeIf(loop -> !loop.alive());
        return timers.size()
                + Stream.concat(runnable.stream(), still.stream())
                        .mapToInt(SimLoop::ready)
                        .sum();
    }

    /** Writes something down that has happened: it goes into the hash, and is shown when a run has failed. */
    public synchronized void trace(String line) {
        long at = nanos;
        hash = Sha256.of(hash, Bytes.utf8(at + " " + line));
        lines.add(() -> String.format(java.util.Locale.ROOT, "%14.6f %s", at / 1e9, line));
        if (lines.size() > LINES_KEPT) {
            lines.remove();
        }
    }

    /** {@return what was written down last, oldest first, with the seconds at which it happened} */
    public synchronized List<String> lines() {
        return lines.stream().map(Supplier::get).toList();
    }

    /** {@return SHA-256 of all that was written down, and of the order of steps; hexadecimal} */
    public synchronized String traceHash() {
        return Hex.encode(hash);
    }

    synchronized void ready(SimLoop loop) {
        (loop.host().still() ? still : runnable).add(loop);
        notifyAll();
    }

    synchronized void idle(SimLoop loop) {
        runnable.remove(loop);
        still.remove(loop); // it may have stopped its own host
    }

    /** From now on no loop of a host runs. */
    synchronized void still(SimHost host) {
        move(host, runnable, still);
    }

    synchronized void goesOn(SimHost host) {
        move(host, still, runnable);
        notifyAll();
    }

    private static void move(SimHost host, List<SimLoop> from, List<SimLoop> to) {
        from.stream().filter(loop -> loop.host() == host).forEach(to::add);
        from.removeIf(loop -> loop.host() == host);
    }

    synchronized Runnable at(long delayNanos, SimLoop loop, Runnable task) {
        Timer timer = new Timer(Math.addExact(nanos, delayNanos), numbers++, loop, task);
        timers.add(timer);
        notifyAll();
        return () -> cancel(timer);
    }

    private synchronized void cancel(Timer timer) {
        timers.remove(timer);
    }

    /**
     * Runs the next task.
     *
     * @return false if there is none
     */
    public boolean step() {
        return step(Long.MAX_VALUE);
    }

    /** Runs the next task, if it is due until then. */
    private boolean step(long until) {
        SimLoop loop;
        synchronized (this) {
            if (running) {
                throw new IllegalStateException("the simulation is running already");
            }
            if (!settle(until)) {
                return false;
            }
            loop = runnable.get(order.nextInt(runnable.size()));
            steps++;
            hash = Sha256.of(hash, loop.name().getBytes(StandardCharsets.UTF_8));
            running = true;
        }
        try {
            loop.runOne();
        } finally {
            running = false;
        }
        invariants.forEach(Runnable::run);
        return true;
    }

    /** Moves time on until a loop has something to do. */
    private boolean settle(long until) {
        runnable.removeIf(loop -> !loop.alive());
        while (runnable.isEmpty()) {
            Timer next = timers.peek();
            if (next == null || next.nanos() > until) {
                return false;
            }
            nanos = Math.max(nanos, next.nanos());
            fireDue();
        }
        return true;
    }

    private void fireDue() {
        while (!timers.isEmpty() && timers.peek().nanos() <= nanos) {
            Timer due = timers.remove();
            due.loop().execute(due.task());
        }
    }

    /** Lets time pass. */
    public void advance(Duration time) {
        long until = nanoTime() + time.toNanos();
        while (step(until)) {}
        synchronized (this) {
            nanos = Math.max(nanos, until);
        }
    }

    /**
     * Lets time pass until something holds.
     *
     * @param what asked after each step
     * @param limit virtual time to wait at most
     * @return whether it holds
     */
    public boolean await(BooleanSupplier what, Duration limit) {
        long until = nanoTime() + limit.toNanos();
        while (!what.getAsBoolean()) {
            if (!step(until)) {
                return what.getAsBoolean();
            }
        }
        return true;
    }

    /**
     * Runs in step with real time on a thread of its own, for tests that were written for real providers.
     *
     * @return ends it
     */
    public AutoCloseable live() {
        Thread thread = new Thread(this::runLive, "simulation");
        thread.setDaemon(true);
        thread.start();
        return () -> {
            thread.interrupt();
            thread.join();
        };
    }

    private void runLive() {
        long origin = System.nanoTime() - nanoTime();
        try {
            while (!Thread.currentThread().isInterrupted()) {
                long now = System.nanoTime() - origin;
                while (step(now)) {}
                synchronized (this) {
                    nanos = Math.max(nanos, now);
                    if (runnable.isEmpty()) {
                        long due = timers.isEmpty()
                                ? Long.MAX_VALUE
                                : timers.peek().nanos() - nanos;
                        Duration pause = Duration.ofNanos(Math.max(1, Math.min(due, 50_000_000)));
                        wait(pause.toMillis(), pause.getNano() % 1_000_000);
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
