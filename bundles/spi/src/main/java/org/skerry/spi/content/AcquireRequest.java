// SPDX-License-Identifier: Apache-2.0
package org.skerry.spi.content;

import java.nio.file.Path;
import java.util.Optional;
import org.skerry.api.ChunkId;
import org.skerry.api.Secret;

/**
 * What to acquire.
 *
 * @param root the root of its manifest
 * @param secret opens it; without, the content is only gone through, chunk by chunk, for a node that caches it
 * @param folder where to write it; empty with a secret means: into a folder in {@code parent}, named as the content
 * @param parent where that folder is made
 */
public record AcquireRequest(ChunkId root, Optional<Secret> secret, Optional<Path> folder, Path parent) {}
