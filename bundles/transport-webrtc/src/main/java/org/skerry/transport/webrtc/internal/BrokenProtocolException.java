// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.webrtc.internal;

/** The other side sent what it must not; the message says what, for people, and follows "the other side sent". */
final class BrokenProtocolException extends Exception {

    private static final long serialVersionUID = 1;

    BrokenProtocolException(String what) {
        super(what, null, false, false);
    }

    /** {@return what it sent} */
    String what() {
        return String.valueOf(getMessage());
    }
}
