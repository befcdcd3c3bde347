// SPDX-License-Identifier: Apache-2.0
package org.skerry.spi.identity;

/** The uses of the identity key, each with a label of its own that its signatures cover. */
public enum Purpose {
    /** The session handshake. */
    SESSION("skerry/1 session"),
    /** The body of an envelope. */
    ENVELOPE("skerry/1 envelope"),
    /** The binding of a seal key. */
    SEAL_KEY("skerry/1 sealkey");

    private final String label;

    Purpose(String label) {
        this.label = label;
    }

    /** {@return the label in ASCII that goes before the message} */
    public String label() {
        return label;
    }
}
