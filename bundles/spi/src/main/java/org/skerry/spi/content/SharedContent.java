// SPDX-License-Identifier: Apache-2.0
package org.skerry.spi.content;

import java.nio.file.Path;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;
import org.skerry.api.ContentLink;
import org.skerry.api.Manifest;

/** A content that is served from the files it was read from. Thread-safe. */
@ProviderType
public interface SharedContent extends ChunkSource, AutoCloseable {

    /** {@return root and secret} */
    ContentLink link();

    /** {@return what was shared} */
    List<Path> paths();

    /** {@return what its root says} */
    Manifest manifest();

    /** {@return number of files} */
    long files();

    /** {@return their sizes together, in bytes} */
    long fileBytes();

    /** Closes files; its state stays. Idempotent. */
    @Override
    void close();
}
