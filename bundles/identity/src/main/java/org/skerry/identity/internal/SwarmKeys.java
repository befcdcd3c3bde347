// SPDX-License-Identifier: Apache-2.0
package org.skerry.identity.internal;

import org.skerry.api.SwarmId;
import org.skerry.base.bytes.Bytes;
import org.skerry.base.crypto.Hkdf;
import org.skerry.spi.signaling.Topic;

/** What the members of a swarm derive of its id for one day, with HKDF-SHA-256 and no salt. */
final class SwarmKeys {

    private static final byte[] KEY_LABEL = Bytes.utf8("skerry/1 swarm key");
    private static final byte[] TOPIC_LABEL = Bytes.utf8("skerry/1 topic");
    private static final byte[] NO_SALT = {};
    private static final int BYTES = 32;

    private SwarmKeys() {}

    /** The AES-256-GCM key of what is said to the swarm that day; the caller wipes it. */
    static byte[] key(SwarmId swarm, long epochDay) {
        return derive(swarm, KEY_LABEL, epochDay);
    }

    static Topic topic(SwarmId swarm, long epochDay) {
        return Topic.of(derive(swarm, TOPIC_LABEL, epochDay));
    }

    private static byte[] derive(SwarmId swarm, byte[] label, long epochDay) {
        return Hkdf.derive(swarm.bytes(), NO_SALT, Bytes.concat(label, Bytes.u64(epochDay)), BYTES);
    }
}
