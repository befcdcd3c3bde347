// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.loop;

import java.util.function.Consumer;

/**
 * Where a bundle gets its loop and its workers from: threads in a node, one virtual clock in a simulation. Each owner has a
 * crew of its own, and ends what it got by closing that.
 */
public interface Crew extends AutoCloseable {

    /**
     * A loop, which runs at once.
     *
     * @param name of its thread
     * @param onThrown gets what tasks throw, on the loop; usually logs it
     * @return the loop, until this crew is closed
     * @throws IllegalStateException if this crew is closed
     */
    Loop loop(String name, Consumer<? super Throwable> onThrown);

    /**
     * Workers, which run at once.
     *
     * @param name of their threads, which get a number behind it
     * @param count how many tasks they do at a time, at least 1
     * @param onThrown gets what tasks of {@link Workers#execute} throw, on a worker; usually logs it
     * @return the workers, until they or this crew are closed
     * @throws IllegalStateException if this crew is closed
     */
    Workers workers(String name, int count, Consumer<? super Throwable> onThrown);

    /** Closes all workers, then all loops: none begins another task, and every stage completes. */
    @Override
    void close();
}
