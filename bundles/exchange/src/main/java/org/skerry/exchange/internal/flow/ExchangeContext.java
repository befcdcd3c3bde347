// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.flow;

import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.skerry.base.loop.Loop;

/** What every room of the exchange is given: the loop, hands for heavy work, chance, and the limits. */
public final class ExchangeContext {

    private static final long LEAST_UNSENT = 1 << 20;
    private static final long MOST_UNSENT = 16 << 20;

    private final Loop loop;
    private final Executor workers;
    private final RandomGenerator random;
    private final long heapBytes;
    private final CreditBudget credit;
    private final Throttle up = new Throttle();
    private final Throttle down = new Throttle();
    private volatile ExchangeSettings settings;

    /**
     * Gathers them.
     *
     * @param loop owns all state
     * @param workers hash and write small files
     * @param random the only source of chance
     * @param heapBytes greatest size of the heap
     * @param settings the limits at the start
     */
    public ExchangeContext(
            Loop loop, Executor workers, RandomGenerator random, long heapBytes, ExchangeSettings settings) {
        this.loop = loop;
        this.workers = workers;
        this.random = random;
        this.heapBytes = heapBytes;
        this.credit = new CreditBudget(heapBytes);
        this.settings = settings;
        up.rates(settings.up(), loop.nanoTime());
        down.rates(settings.down(), loop.nanoTime());
    }

    /** {@return the loop that owns all state} */
    public Loop loop() {
        return loop;
    }

    /** {@return hands for what the loop must not do} */
    public Executor workers() {
        return workers;
    }

    /** {@return the only source of chance} */
    public RandomGenerator random() {
        return random;
    }

    /** {@return monotonic nanoseconds} */
    public long now() {
        return loop.nanoTime();
    }

    /** {@return what all peers together may send} */
    public CreditBudget credit() {
        return credit;
    }

    /** {@return the most that may be read ahead for all peers together, in bytes} */
    public long readAhead() {
        return heapBytes / 8;
    }

    /** {@return the most that control frames which wait to be sent to one peer may take, in bytes} */
    public long maxUnsent() {
        return Math.max(LEAST_UNSENT, Math.min(MOST_UNSENT, heapBytes / 64));
    }

    /** {@return limits of what is sent} */
    public Throttle up() {
        return up;
    }

    /** {@return limits of what is received} */
    public Throttle down() {
        return down;
    }

    /** {@return the limits; any thread} */
    public ExchangeSettings settings() {
        return settings;
    }

    /** Changes the limits; on the loop. */
    public void settings(ExchangeSettings changed) {
        settings = changed;
        up.rates(changed.up(), now());
        down.rates(changed.down(), now());
    }
}
