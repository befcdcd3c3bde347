// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.wire;

/** Frame types of the exchange. */
final class MessageType {

    static final int EPOCH = 0x20;
    static final int WANT_HAVE = 0x21;
    static final int HAVE = 0x22;
    static final int WANT = 0x23;
    static final int HAVE_NOT = 0x24;
    static final int DATA = 0x25;
    static final int CANCEL = 0x26;
    static final int BUSY = 0x27;
    static final int CREDIT = 0x28;

    private MessageType() {}
}
