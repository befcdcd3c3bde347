// SPDX-License-Identifier: Apache-2.0
package org.skerry.upgrade.internal;

import java.time.Duration;

/**
 * The configuration, checked.
 *
 * @param drain until work has ended, before it is stopped all the same
 * @param window until everything works that worked before; also a single call into the framework
 * @param allowUnsigned whether files are taken that nobody has signed
 * @param maxBytes of a file, also unpacked
 * @param auditBytes of the audit log, until another one is begun
 * @param poll between two looks into the folder for deployed files; zero for none
 */
record Limits(Duration drain, Duration window, boolean allowUnsigned, long maxBytes, long auditBytes, Duration poll) {

    /** @throws IllegalArgumentException if a value is wrong; the message names PID and key */
    static Limits of(UpgradeConfiguration from) {
        return new Limits(
                Duration.ofSeconds(inRange("drain.s", from.drain_s(), 0, 600)),
                Duration.ofSeconds(inRange("window.s", from.window_s(), 1, 600)),
                from.allow_unsigned(),
                inRange("max.bytes", from.max_bytes(), 1024, 1L << 32),
                inRange("audit.bytes", from.audit_bytes(), 4096, 1L << 30),
                Duration.ofMillis(inRange("deploy.poll.ms", from.deploy_poll_ms(), 0, 3_600_000)));
    }

    private static long inRange(String key, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(UpgradeComponent.PID + ": " + value + " is not within " + min + " to "
                    + max + "; correct '" + key + "' in etc/" + UpgradeComponent.PID + ".cfg");
        }
        return value;
    }
}
