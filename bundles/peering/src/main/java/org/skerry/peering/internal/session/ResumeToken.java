// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.session;

import java.util.Arrays;

/**
 * Names the state of a session in the next handshake; it never authenticates. Each link brings a new one. The one before
 * stays good until the other side is heard over the new link, for the frame that brought the new one may be lost.
 */
final class ResumeToken {

    private static final byte[] NONE = {};

    private byte[] present = NONE;
    private byte[] earlier = NONE;

    void next(byte[] token) {
        earlier = present;
        present = token;
    }

    /** The other side was heard over the present link: it holds the present token. */
    void confirmed() {
        earlier = NONE;
    }

    byte[] present() {
        return present;
    }

    boolean isNamedBy(byte[] other) {
        return other.length > 0 && (Arrays.equals(other, present) || Arrays.equals(other, earlier));
    }
}
