// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.cbor;

/**
 * Bytes that are not canonical CBOR of Skerry's subset, or a value other than the protocol asks for. Says what and
 * where. Carries no stack trace: hostile input can make many of these.
 */
public final class MalformedCborException extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param message what is wrong, with the key or position */
    public MalformedCborException(String message) {
        super(message, null, false, false);
    }
}
