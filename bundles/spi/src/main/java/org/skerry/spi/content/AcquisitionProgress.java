// SPDX-License-Identifier: Apache-2.0
package org.skerry.spi.content;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How far an acquisition has come. Counts are of distinct chunks of content, manifest pages not counted.
 *
 * @param checking true while it looks at what is on disk already
 * @param chunksDone chunks in place
 * @param chunksTotal chunks in all, 0 while unknown
 * @param bytesDone stored bytes of those in place
 * @param bytesTotal stored bytes in all, 0 while unknown
 * @param folder the folder that is written, once known
 */
public record AcquisitionProgress(
        boolean checking, long chunksDone, long chunksTotal, long bytesDone, long bytesTotal, Optional<Path> folder) {}
