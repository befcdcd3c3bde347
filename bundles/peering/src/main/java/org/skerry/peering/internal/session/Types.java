// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.session;

import org.skerry.base.cbor.CborLimits;
import org.skerry.spi.session.Session;

/** Frame types of the session itself, and the one of the exchange that it looks at. */
final class Types {

    static final int HELLO = 0x01;
    static final int AUTH = 0x02;
    static final int PING = 0x03;
    static final int PONG = 0x04;
    static final int USE = 0x05;
    static final int GOAWAY = 0x06;
    static final int MOVED = 0x07;

    /** The exchange's: its key 0 is an epoch, so that {@link Session#nextEpoch} can give higher ones. */
    static final int EPOCH = 0x20;

    /** For the payload of every frame of the session's own but HELLO. */
    static final CborLimits PAYLOAD = new CborLimits(1024, 4, 64);

    private Types() {}

    static boolean isOwn(int type) {
        return type < Session.FIRST_EXCHANGE_TYPE;
    }
}
