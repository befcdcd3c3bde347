// SPDX-License-Identifier: Apache-2.0
package org.skerry.spi.content;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;
import org.skerry.api.TransferResult;

/** Hears an acquisition. One call at a time, on a thread of {@code content}; returns at once and throws nothing. */
@ProviderType
public interface AcquisitionListener {

    /**
     * These chunks are wanted, in this order. Each chunk is named once; it stays wanted until it was accepted.
     *
     * @param chunks at most as many as were requested
     */
    void wanted(List<WantedChunk> chunks);

    /**
     * It has ended: complete or failed. Called once, never after {@link Acquisition#close()}. If complete, it goes on to
     * serve.
     *
     * @param result how
     */
    void ended(TransferResult result);
}
