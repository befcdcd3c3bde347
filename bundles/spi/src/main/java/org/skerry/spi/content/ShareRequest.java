// SPDX-License-Identifier: Apache-2.0
package org.skerry.spi.content;

import java.nio.file.Path;
import java.util.List;

/**
 * What to read in.
 *
 * @param paths absolute, at least one
 * @param fresh true for a new secret even if these paths were shared before
 */
public record ShareRequest(List<Path> paths, boolean fresh) {}
