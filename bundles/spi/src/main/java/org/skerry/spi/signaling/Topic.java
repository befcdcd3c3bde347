// SPDX-License-Identifier: Apache-2.0
package org.skerry.spi.signaling;

import java.util.HexFormat;
import org.skerry.api.Id256;

/** A blinded name under which the members of a swarm announce themselves on one day. Providers learn no swarm from it. */
public final class Topic extends Id256 {

    private Topic(byte[] bytes) {
        super(bytes);
    }

    /**
     * Wraps the bytes.
     *
     * @param bytes 32 bytes; copied
     * @return the value
     */
    public static Topic of(byte[] bytes) {
        return new Topic(bytes);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes(), 0, 6);
    }
}
