// SPDX-License-Identifier: Apache-2.0
package org.skerry.api;

/** Sharing failed; the message is one line for people and names the file. */
public final class ShareException extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * Says why.
     *
     * @param message one line that names the file and says what to do
     */
    public ShareException(String message) {
        super(message);
    }
}
