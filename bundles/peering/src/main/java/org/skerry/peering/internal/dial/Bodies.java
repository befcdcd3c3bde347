// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.dial;

import org.skerry.base.cbor.CborCodec;
import org.skerry.base.cbor.CborLimits;
import org.skerry.base.cbor.CborMap;
import org.skerry.base.cbor.MalformedCborException;
import org.skerry.peering.internal.directory.Presence;

/** Bodies of the signals that make a link. */
final class Bodies {

    static final int MAX_TRANSPORT_BODY = 16 << 10;
    static final int MAX_INDEX = 255;

    private static final CborLimits LIMITS = new CborLimits(MAX_TRANSPORT_BODY + (8 << 10), 6, 512);
    private static final int MAX_TEXT = 200;

    private Bodies() {}

    /**
     * The body of OFFER; number 0 of what the offering side emits.
     *
     * @param transport its name
     * @param body what the transport emitted first
     * @param presence of the sender, naming the swarms in which it heard the receiver
     */
    record Offer(String transport, byte[] body, Presence presence) {

        byte[] encode() {
            return CborCodec.encode(CborMap.builder()
                    .put(0, transport)
                    .put(1, body)
                    .put(3, presence.toCbor())
                    .build());
        }

        static Offer decode(byte[] encoded) throws MalformedCborException {
            CborMap map = CborCodec.decodeMap(encoded, LIMITS);
            return new Offer(
                    map.requiredText(0, Presence.MAX_NAME),
                    map.requiredBytes(1, 0, MAX_TRANSPORT_BODY),
                    Presence.from(map.requiredMap(3)));
        }
    }

    /**
     * The body of NEGOTIATE.
     *
     * @param index counts what its sender emits in this negotiation, an OFFER included, from 0
     * @param body what the transport emitted
     */
    record More(int index, byte[] body) {

        byte[] encode() {
            return CborCodec.encode(
                    CborMap.builder().put(1, body).put(2, (long) index).build());
        }

        static More decode(byte[] encoded) throws MalformedCborException {
            CborMap map = CborCodec.decodeMap(encoded, LIMITS);
            return new More((int) map.requiredInt(2, 0, MAX_INDEX), map.requiredBytes(1, 0, MAX_TRANSPORT_BODY));
        }
    }

    /**
     * The body of REJECT.
     *
     * @param reason kind
     * @param text one line for people
     */
    record Reject(Rejection reason, String text) {

        byte[] encode() {
            return CborCodec.encode(CborMap.builder()
                    .put(0, (long) reason.number())
                    .put(1, text.length() > MAX_TEXT / 4 ? text.substring(0, MAX_TEXT / 4) : text)
                    .build());
        }

        static Reject decode(byte[] encoded) throws MalformedCborException {
            CborMap map = CborCodec.decodeMap(encoded, LIMITS);
            String text = map.optionalText(1, MAX_TEXT).orElse("").replaceAll("\\p{Cntrl}", "?");
            return new Reject(Rejection.of(map.requiredInt(0, 0, 255)), text);
        }
    }
}
