// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.chunk;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.skerry.api.ChunkId;
import org.skerry.api.Secret;
import org.skerry.base.loop.Practice;

/**
 * Seals and opens chunks of a share that there is not: in a fresh JVM that runs at a tenth of its speed, until the loops of
 * AES-GCM and SHA-256 are compiled to the instructions that processors have for them. Cutting needs no practice: its one
 * loop is compiled within the first megabytes. For one thread at a time.
 */
public final class ChunkPractice {

    /** The compiler counts calls, not bytes: chunks this small need a third of the time that those of a real share would. */
    private static final int BYTES = 2 << 10;

    /** From about 5,000 on all is compiled; some 0.7 s of one processor. */
    static final int ROUNDS = 6_000;

    private final ChunkCipher cipher = new ChunkCipher(new ShareKeys(Secret.of(new byte[Secret.BYTES])));
    private final byte[] plain = new byte[BYTES];
    private final byte[] sealed = new byte[BYTES + ChunkCipher.OVERHEAD];
    private final byte[] opened = new byte[BYTES];
    private int rounds;
    private ChunkId last = ChunkId.of(new byte[ChunkId.BYTES]);

    /**
     * Goes on in slices, the first of them after a pause.
     *
     * @param pause between two slices
     */
    public void begin(Practice.Pause pause) {
        new Practice(this::round, pause).begin(Duration.ZERO);
    }

    private boolean round() {
        ByteBuffer.wrap(plain).putInt(rounds++);
        Tag tag = cipher.tag(plain, 0, BYTES);
        cipher.seal(tag, plain, 0, BYTES, sealed);
        ChunkId id = cipher.id(sealed, sealed.length);
        boolean isNew = !id.equals(last);
        last = id;
        return cipher.open(tag, ByteBuffer.wrap(sealed), opened) && isNew && rounds < ROUNDS;
    }

    /** {@return how often it has sealed and opened a chunk} */
    int rounds() {
        return rounds;
    }
}
