// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.session;

import org.skerry.base.bytes.Bytes;
import org.skerry.base.crypto.Sha256;
import org.skerry.spi.transport.ChannelBinding;

/**
 * What both sides sign in AUTH: {@code role u8 | SHA-256(transport, HELLO_i, HELLO_r, binding_i, binding_r)}, each part
 * behind its length as u32. The initiator (role 1) is the side that offered; the responder has role 2. The label of the
 * purpose goes before it. HELLO is the payload exactly as it travelled; a binding is the SHA-256 of a side's certificate.
 */
final class Transcript {

    private static final byte INITIATOR = 1;
    private static final byte RESPONDER = 2;

    private final byte[] hash;
    private final boolean initiator;

    /**
     * The transcript as one side sees it.
     *
     * @param initiator whether this side offered
     * @param transport name of the transport
     * @param ownHello payload as sent
     * @param otherHello payload as received
     * @param binding of the link
     */
    Transcript(boolean initiator, String transport, byte[] ownHello, byte[] otherHello, ChannelBinding binding) {
        this.initiator = initiator;
        this.hash = initiator
                ? hash(transport, ownHello, otherHello, binding.local(), binding.remote())
                : hash(transport, otherHello, ownHello, binding.remote(), binding.local());
    }

    /** What this side signs. */
    byte[] own() {
        return message(initiator);
    }

    /** What the other side signs. */
    byte[] other() {
        return message(!initiator);
    }

    private byte[] message(boolean byInitiator) {
        return Bytes.concat(new byte[] {byInitiator ? INITIATOR : RESPONDER}, hash);
    }

    private static byte[] hash(String transport, byte[]... parts) {
        byte[] all = part(Bytes.utf8(transport));
        for (byte[] part : parts) {
            all = Bytes.concat(all, part(part));
        }
        return Sha256.of(all);
    }

    private static byte[] part(byte[] bytes) {
        return Bytes.concat(Bytes.u32(bytes.length), bytes);
    }
}
