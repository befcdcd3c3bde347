// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.hub;

import java.util.LinkedHashMap;
import java.util.Map;
import org.skerry.base.bytes.Bytes;
import org.skerry.base.crypto.Sha256;

/** Genuine envelopes that came lately, told by their hashes: only these are noted, so junk pushes none out. Bounded. */
final class Recent {

    private static final int MOST = 2048;

    private final Map<Long, Boolean> prints = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
            return size() > MOST;
        }
    };

    void note(byte[] envelope) {
        prints.put(print(envelope), Boolean.TRUE);
    }

    boolean has(byte[] envelope) {
        return prints.containsKey(print(envelope));
    }

    private static long print(byte[] envelope) {
        return Bytes.readU64(Sha256.of(envelope), 0);
    }
}
