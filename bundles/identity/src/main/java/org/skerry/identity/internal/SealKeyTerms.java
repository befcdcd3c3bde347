// SPDX-License-Identifier: Apache-2.0
package org.skerry.identity.internal;

import java.time.Duration;

/**
 * How long seal keys live. A key is handed out for {@code rotation}, may be used by others for {@code grace} longer, and
 * opens what was sealed to it for another {@code grace}, against clocks that differ and signals that waited.
 *
 * @param rotation age at which the next key takes over
 * @param grace added to it twice, as said
 */
public record SealKeyTerms(Duration rotation, Duration grace) {

    /** Seven days, and one day of grace. */
    public static final SealKeyTerms DEFAULT = new SealKeyTerms(Duration.ofDays(7), Duration.ofDays(1));

    /** @throws IllegalArgumentException unless both are positive */
    public SealKeyTerms {
        if (rotation.compareTo(Duration.ofSeconds(1)) < 0 || grace.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("rotation and grace are at least a second");
        }
    }

    Duration life() {
        return rotation.plus(grace);
    }
}
