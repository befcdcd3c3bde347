// SPDX-License-Identifier: Apache-2.0
package org.skerry.api;

/** A content cannot be kept as asked; the message is one line for people. */
public final class CacheException extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * Says why.
     *
     * @param message one line that says what to do
     */
    public CacheException(String message) {
        super(message);
    }
}
