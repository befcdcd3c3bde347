// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.disk;

import java.io.IOException;

/** A file of the state that holds something else than what is written there. */
public final class DamagedException extends IOException {

    private static final long serialVersionUID = 1L;

    /**
     * Says so in one line.
     *
     * @param message which file, and what is wrong with it
     */
    public DamagedException(String message) {
        super(message);
    }
}
