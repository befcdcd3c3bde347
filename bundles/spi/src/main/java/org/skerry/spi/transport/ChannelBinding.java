// SPDX-License-Identifier: Apache-2.0
package org.skerry.spi.transport;

/** The SHA-256 of the leaf certificate, in DER, that each end showed in the handshake of the link. */
public final class ChannelBinding {

    private final byte[] local;
    private final byte[] remote;

    private ChannelBinding(byte[] local, byte[] remote) {
        this.local = local.clone();
        this.remote = remote.clone();
    }

    /**
     * Joins the two.
     *
     * @param local 32 bytes, of this end's certificate
     * @param remote 32 bytes, of the other end's certificate as it was received
     * @return the binding
     */
    public static ChannelBinding of(byte[] local, byte[] remote) {
        if (local.length != 32 || remote.length != 32) {
            throw new IllegalArgumentException("a binding is two SHA-256 of 32 bytes");
        }
        return new ChannelBinding(local, remote);
    }

    /** {@return 32 bytes, of this end's certificate; a copy} */
    public byte[] local() {
        return local.clone();
    }

    /** {@return 32 bytes, of the other end's certificate; a copy} */
    public byte[] remote() {
        return remote.clone();
    }
}
