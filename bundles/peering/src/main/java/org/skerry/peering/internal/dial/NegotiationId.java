// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.dial;

import org.skerry.base.bytes.Bytes;

/** Names a negotiation on both sides: 16 random bytes of the side that offers. */
record NegotiationId(long high, long low) {

    static final int BYTES = 16;

    /** @param bytes exactly 16 */
    static NegotiationId of(byte[] bytes) {
        return new NegotiationId(Bytes.readU64(bytes, 0), Bytes.readU64(bytes, Long.BYTES));
    }

    byte[] bytes() {
        return Bytes.concat(Bytes.u64(high), Bytes.u64(low));
    }
}
