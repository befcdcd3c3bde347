// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.disk;

import java.io.IOException;

/** A file that a later version of the node wrote: it is neither read nor replaced. */
public final class LaterVersionException extends IOException {

    private static final long serialVersionUID = 1L;

    /**
     * Says so in one line.
     *
     * @param what the file, or "it"
     * @param version of its format
     * @param read the latest version that this node reads
     */
    public LaterVersionException(String what, long version, long read) {
        super(what + " has format version " + version + "; this node reads " + read);
    }
}
