// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.session;

import org.skerry.base.cbor.CborMap;
import org.skerry.base.cbor.MalformedCborException;

/**
 * Why a side closes a link: the payload of GOAWAY.
 *
 * @param reason the kind of reason
 * @param text one line for people
 * @param resume whether the session stays and waits for another link
 */
public record GoAway(Reason reason, String text, boolean resume) {

    private static final int MAX_TEXT = 200;

    /** Kinds of reasons; the number is what travels. */
    public enum Reason {
        /** The session is not needed any more. */
        DONE(1),
        /** The other side broke the protocol. */
        PROTOCOL(2),
        /** The other side may not come in. */
        REFUSED(3),
        /** The link belongs to a process, or to a negotiation, that has been displaced. */
        STALE(4),
        /** The node stops. */
        LEAVING(5),
        /** There are too many sessions. */
        BUSY(6),
        /** No version of the protocol is common to both. */
        VERSION(7),
        /** The transport goes; the session stays. */
        RETIRED(8),
        /** A reason that this node does not know. */
        OTHER(0);

        private final int number;

        Reason(int number) {
            this.number = number;
        }

        /** For people. */
        public String words() {
            return switch (this) {
                case DONE -> "not needed any more";
                case PROTOCOL -> "protocol broken";
                case REFUSED -> "not trusted";
                case STALE -> "displaced";
                case LEAVING -> "it stops";
                case BUSY -> "busy";
                case VERSION -> "no common version";
                case RETIRED -> "its transport goes";
                case OTHER -> "for a reason of its own";
            };
        }

        private static Reason of(long number) {
            for (Reason reason : values()) {
                if (reason.number == number) {
                    return reason;
                }
            }
            return OTHER;
        }
    }

    /** One that ends the session. */
    public static GoAway of(Reason reason, String text) {
        return new GoAway(reason, text, false);
    }

    CborMap toCbor() {
        String line = text.codePoints()
                .map(c -> c < ' ' || c >= 0x7f ? '?' : c)
                .limit(MAX_TEXT)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return CborMap.builder()
                .put(0, (long) reason.number)
                .put(1, line)
                .put(2, resume)
                .build();
    }

    /** Reads it; control characters in the text, which is hostile, are not let through to logs. */
    static GoAway from(CborMap map) throws MalformedCborException {
        Reason reason = Reason.of(map.requiredInt(0, 0, 255));
        String text = map.optionalText(1, MAX_TEXT).orElse("").replaceAll("\\p{Cntrl}", "?");
        return new GoAway(reason, text, map.optionalBool(2, false));
    }
}
