// SPDX-License-Identifier: Apache-2.0
package org.skerry.spi.signaling;

import java.util.HexFormat;
import org.skerry.api.Id256;

/** A blinded address at which a node receives frames on one day. Providers learn no peer from it. */
public final class Inbox extends Id256 {

    private Inbox(byte[] bytes) {
        super(bytes);
    }

    /**
     * Wraps the bytes.
     *
     * @param bytes 32 bytes; copied
     * @return the value
     */
    public static Inbox of(byte[] bytes) {
        return new Inbox(bytes);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes(), 0, 6);
    }
}
