// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.cache;

import java.time.Instant;
import java.util.Optional;
import org.skerry.api.ContentLink;
import org.skerry.base.cbor.CborCodec;
import org.skerry.base.cbor.CborLimits;
import org.skerry.base.cbor.CborMap;
import org.skerry.base.cbor.CheckedMap;
import org.skerry.base.cbor.MalformedCborException;

/**
 * What is kept of a holding on disk.
 *
 * @param link less its secret
 * @param stage how far it is
 * @param followed whether this node is in its swarm
 * @param pinned whether none of it may be dropped to make room
 * @param bytesHere lengths of the chunks of content that are here
 * @param bytesTotal of all of them, 0 if not known
 * @param stored when the last chunk came in
 * @param served when a peer last got a chunk
 */
public record HoldingRecord(
        ContentLink link,
        Stage stage,
        boolean followed,
        boolean pinned,
        long bytesHere,
        long bytesTotal,
        Instant stored,
        Optional<Instant> served) {

    private static final int VERSION = 2;
    private static final long MOST = (1L << 53) - 1;

    /** How far a holding is; the order is that of the numbers on disk. */
    public enum Stage {
        /** To be fetched, or being fetched. */
        FETCHING,
        /** All of it came in, and none was dropped since. */
        WHOLE,
        /** Some of it was dropped, or never came. */
        PARTIAL,
        /** To be dropped. */
        DROPPING
    }

    /** {@return the canonical CBOR form} */
    public byte[] encode() {
        return CheckedMap.encode(CborMap.builder()
                .put(0, VERSION)
                .put(1, link.toString())
                .put(2, stage.ordinal())
                .put(3, followed)
                .put(4, pinned)
                .put(5, bytesHere)
                .put(6, bytesTotal)
                .put(7, stored.getEpochSecond())
                .putIfPresent(8, served.map(Instant::getEpochSecond).orElse(null))
                .build());
    }

    /**
     * Reads the CBOR form.
     *
     * @param encoded what {@link #encode} wrote
     * @return the record
     * @throws MalformedCborException if it is not what {@link #encode} writes
     */
    public static HoldingRecord decode(byte[] encoded) throws MalformedCborException {
        CborMap map = CborCodec.decodeMap(encoded, CborLimits.DEFAULT);
        long version = map.requiredInt(0, 1, Integer.MAX_VALUE);
        if (version > VERSION) {
            throw new MalformedCborException("it has format version " + version + "; this node reads " + VERSION);
        }
        if (version > 1) {
            CheckedMap.check(map);
        }
        try {
            return new HoldingRecord(
                    ContentLink.parse(map.requiredText(1, ContentLink.MAX_TEXT)).withoutSecret(),
                    Stage.values()[(int) map.requiredInt(2, 0, Stage.values().length - 1)],
                    map.optionalBool(3, false),
                    map.optionalBool(4, false),
                    map.requiredInt(5, 0, MOST),
                    map.requiredInt(6, 0, MOST),
                    Instant.ofEpochSecond(map.requiredInt(7, 0, MOST / 1000)),
                    map.has(8)
                            ? Optional.of(Instant.ofEpochSecond(map.requiredInt(8, 0, MOST / 1000)))
                            : Optional.empty());
        } catch (IllegalArgumentException e) {
            throw new MalformedCborException("a link that cannot be read");
        }
    }
}
