// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.sim;

import java.io.Serial;
import java.security.SecureRandom;
import java.security.SecureRandomSpi;
import java.util.Random;

/** Takes the place of a source of secrets where a run is to be repeated. Anyone who knows the seed knows what it yields. */
public final class SeededSecureRandom extends SecureRandom {

    @Serial
    private static final long serialVersionUID = 1;

    /** Yields what another source does. */
    public SeededSecureRandom(Random source) {
        super(new Spi(source), null);
    }

    private static final class Spi extends SecureRandomSpi {

        @Serial
        private static final long serialVersionUID = 1;

        private final Random source;

        Spi(Random source) {
            this.source = source;
        }

        @Override
        protected void engineSetSeed(byte[] seed) {
            // has one
        }

        @Override
        protected void engineNextBytes(byte[] bytes) {
            source.nextBytes(bytes);
        }

        @Override
        protected byte[] engineGenerateSeed(int bytes) {
            byte[] seed = new byte[bytes];
            source.nextBytes(seed);
            return seed;
        }
    }
}
