// SPDX-License-Identifier: Apache-2.0
package org.skerry.api;

/** Ends what was registered. Idempotent; may be called from any thread; a call under way may still arrive. */
@FunctionalInterface
public interface Registration extends AutoCloseable {
    @Override
    void close();
}
