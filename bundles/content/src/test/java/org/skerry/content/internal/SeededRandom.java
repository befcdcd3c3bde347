// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal;

import java.security.SecureRandom;
import java.util.Random;

/** Random numbers that a seed decides: worth nothing as secrets, and the same in each run. */
final class SeededRandom extends SecureRandom {

    private static final long serialVersionUID = 1L;

    private final Random numbers;

    SeededRandom(long seed) {
        numbers = new Random(seed);
    }

    /** All other methods of a {@link SecureRandom} come down to this one. */
    @Override
    public void nextBytes(byte[] bytes) {
        numbers.nextBytes(bytes);
    }
}
