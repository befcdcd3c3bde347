// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.direct.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that waits on a selector and runs tasks and timers, one at a time. It owns the buffers that its connections
 * share, so that an idle connection holds none. {@link #execute} and {@link #stop} may be called from any thread, all else
 * only on the reactor.
 */
final class Reactor implements Executor {

    /** Bytes of a pooled buffer: several TLS records, so that one system call moves them all. */
    static final int BUFFER_BYTES = 128 * 1024;

    private static final int POOLED = 16;
    private static final Logger LOG = LoggerFactory.getLogger(Reactor.class);

    /** What is attached to a selection key. */
    interface Ready {
        /** The channel is ready for something it was registered for. */
        void ready() throws IOException;
    }

    private final Selector selector;
    private final Thread thread;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean woken = new AtomicBoolean();
    private final PriorityQueue<ReactorTimer> timers = new PriorityQueue<>();
    private final ArrayDeque<ByteBuffer> pool = new ArrayDeque<>();
    private final ByteBuffer plain = ByteBuffer.allocate(BUFFER_BYTES);
    private final Object afterEnd = new Object();
    private Runnable atEnd = () -> {};
    private boolean stopping;
    private volatile boolean ended;

    Reactor(String threadName) throws IOException {
        selector = Selector.open();
        thread = new Thread(null, this::run, threadName, 0, false);
        thread.setDaemon(true);
        thread.setPriority(Thread.NORM_PRIORITY); // whatever the one that makes it has
        thread.setContextClassLoader(Reactor.class.getClassLoader());
    }

    /** @param last runs on the reactor when it ends, for whatever reason */
    void start(Runnable last) {
        atEnd = last;
        thread.start();
    }

    /** Lets go of what a reactor holds that never started. */
    void discard() {
        closeSelector();
    }

    boolean inReactor() {
        return Thread.currentThread() == thread;
    }

    /** Runs a task later on the reactor; once that has ended, on the calling thread, so that no one waits for ever. */
    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        if (ended) {
            runLeftOver();
        } else if (!inReactor() && woken.compareAndSet(false, true)) {
            selector.wakeup();
        }
    }

    ReactorTimer schedule(Duration delay, Runnable task) {
        ReactorTimer timer = new ReactorTimer(System.nanoTime() + delay.toNanos(), task);
        timers.add(timer);
        return timer;
    }

    SelectionKey register(SelectableChannel channel, int operations, Ready ready) throws IOException {
        channel.configureBlocking(false);
        return channel.register(selector, operations, ready);
    }

    /** Scratch space for one decrypted record; its content is good until the next one. */
    ByteBuffer plain() {
        return plain;
    }

    ByteBuffer takeBuffer() {
        ByteBuffer buffer = pool.pollLast();
        return buffer == null ? ByteBuffer.allocateDirect(BUFFER_BYTES) : buffer.clear();
    }

    void giveBuffer(ByteBuffer buffer) {
        if (pool.size() < POOLED) {
            pool.addLast(buffer);
        }
    }

    /** Ends after what has been posted so far. */
    void stop() {
        execute(() -> stopping = true);
    }

    /** Waits for the end, unless the caller is the reactor itself. */
    boolean join(Duration atMost) {
        if (inReactor()) {
            return false;
        }
        try {
            TimeUnit.NANOSECONDS.timedJoin(thread, atMost.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }

    private void run() {
        try {
            while (!stopping) {
                select();
                runTasks();
                runTimers();
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("The direct transport's selector failed: {}", e.toString());
        } finally {
            runSafely(atEnd);
            ended = true;
            closeSelector();
            runLeftOver();
            pool.clear();
        }
    }

    private void select() throws IOException {
        long wait = nanosToNextTimer();
        if (!tasks.isEmpty() || wait == 0) {
            selector.selectNow(this::handle);
        } else {
            selector.select(this::handle, wait < 0 ? 0 : Math.max(1, TimeUnit.NANOSECONDS.toMillis(wait + 999_999)));
        }
        woken.set(false);
    }

    private void handle(SelectionKey key) {
        try {
            if (key.isValid()) {
                ((Ready) key.attachment()).ready();
            }
        } catch (IOException | RuntimeException | Error e) {
            LOG.warn("A connection of the direct transport failed: {}", e.toString(), e);
            key.cancel();
        }
    }

    /** Only those that were there at the start, so that tasks which post each other leave room for the selector. */
    private void runTasks() {
        for (int left = tasks.size(); left > 0; left--) {
            runSafely(tasks.poll());
        }
    }

    private void runTimers() {
        long now = System.nanoTime();
        for (ReactorTimer next = timers.peek(); next != null && next.due(now); next = timers.peek()) {
            timers.poll();
            runSafely(next);
        }
    }

    private long nanosToNextTimer() {
        for (ReactorTimer next = timers.peek(); next != null; next = timers.peek()) {
            if (!next.cancelled()) {
                return Math.max(0, next.nanosLeft(System.nanoTime()));
            }
            timers.poll();
        }
        return -1;
    }

    private void runLeftOver() {
        synchronized (afterEnd) {
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                runSafely(task);
            }
        }
    }

    private static void runSafely(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOG.warn("A task of the direct transport failed: {}", e.toString(), e);
        }
    }

    private void closeSelector() {
        try {
            selector.close();
        } catch (IOException e) {
            LOG.debug("Closing the selector failed: {}", e.toString());
        }
    }
}
