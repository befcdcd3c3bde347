// SPDX-License-Identifier: Apache-2.0
package org.skerry.api;

import java.nio.file.Path;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** A content that this node serves from files of its own. Thread-safe. */
@ProviderType
public interface Share {

    /** {@return the link to give away, with its secret} */
    ContentLink link();

    /** {@return what was shared} */
    List<Path> paths();

    /** {@return what its clear root says} */
    Manifest manifest();

    /** {@return number of files in it} */
    long files();

    /** {@return sum of the sizes of these files, in bytes} */
    long fileBytes();

    /** {@return what of it turned out not to be served any more, and what to do; one line for people, empty if all is well} */
    String note();

    /** Stops serving it and forgets it; the files stay as they are. Idempotent. */
    void close();
}
