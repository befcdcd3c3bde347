// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.cbor;

/**
 * How much of a foreign message is accepted before it is refused.
 *
 * @param maxBytes length of the whole encoding in bytes
 * @param maxDepth containers inside each other; a flat map has depth 1; at most 256, because decoding recurses
 * @param maxItems values in all, at every depth; keys do not count
 */
public record CborLimits(int maxBytes, int maxDepth, int maxItems) {

    /** 1 MiB, depth 16, 65,536 items. */
    public static final CborLimits DEFAULT = new CborLimits(1 << 20, 16, 1 << 16);

    /** @throws IllegalArgumentException if a limit is not positive, or {@code maxDepth} is over 256 */
    public CborLimits {
        if (maxBytes < 1 || maxDepth < 1 || maxItems < 1) {
            throw new IllegalArgumentException("limits must be positive");
        }
        if (maxDepth > 256) {
            throw new IllegalArgumentException("maxDepth over 256: " + maxDepth);
        }
    }

    /** These limits with another {@code maxBytes}. */
    public CborLimits withMaxBytes(int bytes) {
        return new CborLimits(bytes, maxDepth, maxItems);
    }

    /** These limits with another {@code maxItems}. */
    public CborLimits withMaxItems(int items) {
        return new CborLimits(maxBytes, maxDepth, items);
    }
}
