// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.manifest;

/** A manifest breaks a rule; the message is one line that says which. */
public final class BadManifestException extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * Says what is wrong.
     *
     * @param message one line
     */
    public BadManifestException(String message) {
        super(message);
    }
}
