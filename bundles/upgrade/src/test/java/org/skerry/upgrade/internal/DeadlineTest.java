// SPDX-License-Identifier: Apache-2.0
package org.skerry.upgrade.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class DeadlineTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(50);

    @Test
    void returnsWhatTheCallReturns() throws FailedSwapException {
        assertThat(Deadline.<String>call("it", LONG, () -> "done")).isEqualTo("done");
    }

    @Test
    void saysInOneLineWhatTheCallThrew() {
        Exception thrown = new IllegalStateException("outer", new IOException(" no\n such   file\t"));
        assertThatThrownBy(() -> Deadline.call("starting x", LONG, () -> {
                    throw thrown;
                }))
                .isInstanceOf(FailedSwapException.class)
                .hasMessage("starting x failed: no such file")
                .as("what a plugin throws would keep its class loader")
                .hasNoCause();
        assertThatThrownBy(() -> Deadline.call("it", LONG, () -> {
                    throw new NoClassDefFoundError();
                }))
                .hasMessage("it failed: NoClassDefFoundError");
    }

    @Test
    void bearsCausesThatGoRound() {
        Exception first = new Exception("first");
        Exception second = new Exception("second", first);
        first.initCause(second);
        assertThatThrownBy(() -> Deadline.call("it", LONG, () -> {
                    throw second;
                }))
                .isInstanceOf(FailedSwapException.class)
                .hasMessageStartingWith("it failed: ");
    }

    @Test
    void bearsWhatDoesNotSayWhatItIs() {
        assertThatThrownBy(() -> Deadline.call("it", LONG, () -> {
                    throw new Mute();
                }))
                .isInstanceOf(FailedSwapException.class)
                .hasMessage("it failed, and does not say why");
    }

    private static final class Mute extends RuntimeException {

        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException();
        }
    }

    @Test
    void interruptsACallThatHangs() {
        AtomicBoolean interrupted = new AtomicBoolean();
        assertThatThrownBy(() -> Deadline.call("stopping x", SHORT, () -> {
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        interrupted.set(true);
                    }
                    return "too late";
                }))
                .isInstanceOf(FailedSwapException.class)
                .hasMessage("stopping x did not end within 0 s");
        await().untilTrue(interrupted);
    }

    @Test
    void leavesACallAloneThatDoesNotMindAnInterrupt() {
        CountDownLatch end = new CountDownLatch(1);
        AtomicBoolean ended = new AtomicBoolean();
        assertThatThrownBy(() -> Deadline.call("it", SHORT, () -> {
                    boolean open = true;
                    while (open) {
                        try {
                            end.await();
                            open = false;
                        } catch (InterruptedException e) {
                            assertThat(open).isTrue();
                        }
                    }
                    ended.set(true);
                    return "";
                }))
                .isInstanceOf(FailedSwapException.class);
        assertThat(ended).isFalse();
        end.countDown();
        await().untilTrue(ended);
    }

    @Test
    void endsTheCallWhenWhoeverWaitsIsInterrupted() {
        AtomicBoolean inner = new AtomicBoolean();
        AtomicReference<Throwable> outcome = new AtomicReference<>();
        AtomicBoolean kept = new AtomicBoolean();
        CountDownLatch begun = new CountDownLatch(1);
        Thread waits = new Thread(() -> {
            try {
                Deadline.call("it", LONG, () -> {
                    begun.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        inner.set(true);
                    }
                    return "";
                });
            } catch (FailedSwapException e) {
                outcome.set(e);
                kept.set(Thread.currentThread().isInterrupted());
            }
        });
        waits.start();
        await().until(() -> begun.getCount() == 0);
        waits.interrupt();
        await().until(() -> outcome.get() != null);
        assertThat(outcome.get()).hasMessage("it was interrupted");
        await().untilTrue(kept);
        await().untilTrue(inner);
    }
}
