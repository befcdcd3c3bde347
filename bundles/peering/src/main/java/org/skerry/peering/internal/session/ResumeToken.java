// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.session;

import java.util.Arrays;
import java.util.Optional;

/**
 * Names the state of a session in the next handshake; it never authenticates. Each link brings a new one. The last one that the
 * other side is known to hold stays good until it is heard over the new link, for the frame that brought the new one may be lost.
 */
final class ResumeToken {

    private static final byte[] NONE = {};

    private byte[] present = NONE;
    private byte[] earlier = NONE;
    private boolean confirmed;

    /** @param named what the other side has just named, and so holds; empty if nothing */
    void next(byte[] token, Optional<byte[]> named) {
        if (named.filter(this::isNamedBy).isPresent()) {
            earlier = named.get();
        } else if (confirmed) {
            earlier = present;
        }
        present = token;
        confirmed = false;
    }

    /** The other side was heard over the present link: it holds the present token. */
    void confirmed() {
        confirmed = true;
        earlier = NONE;
    }

    byte[] present() {
        return present;
    }

    boolean isNamedBy(byte[] other) {
        return other.length > 0 && (Arrays.equals(other, present) || Arrays.equals(other, earlier));
    }
}
