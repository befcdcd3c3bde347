// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.peer;

import java.util.Optional;
import org.skerry.api.ChunkId;

/**
 * An index page of a content that is being fetched, and the page that lists it.
 *
 * @param id its hash
 * @param above empty for the root
 */
public record Page(ChunkId id, Optional<Page> above) {}
