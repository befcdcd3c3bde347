// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.chunk;

import org.skerry.api.Id256;

/**
 * What opens a chunk together with the share's secret: t = HMAC-SHA-256(HKDF(secret, "tag"), SHA-256(plaintext)). Equal
 * plaintexts of one share have equal tags.
 */
public final class Tag extends Id256 {

    private Tag(byte[] bytes) {
        super(bytes);
    }

    /**
     * Wraps a tag.
     *
     * @param bytes 32 bytes; copied
     * @return the tag
     */
    public static Tag of(byte[] bytes) {
        return new Tag(bytes);
    }

    @Override
    public String toString() {
        return "Tag[hidden]";
    }
}
