// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.frame;

/** A message that is not one whole frame. Carries no stack trace: hostile input can make many of these. */
public final class MalformedFrameException extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param message what is wrong */
    public MalformedFrameException(String message) {
        super(message, null, false, false);
    }
}
