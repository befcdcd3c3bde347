// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.share;

import java.security.MessageDigest;
import java.util.Arrays;
import org.skerry.api.Secret;
import org.skerry.base.cbor.CborMap;
import org.skerry.base.cbor.CheckedMap;
import org.skerry.base.cbor.MalformedCborException;
import org.skerry.base.crypto.Sha256;
import org.skerry.content.internal.disk.StateFile;

/** A secret on disk. With a checksum, as a secret in which a bit has flipped would be another one: a new link, and no one told. */
final class SecretFormat {

    private static final int SECRET = 1;
    private static final int CHECKSUM = 2;
    private static final int CHECKSUM_BYTES = 4;

    private SecretFormat() {}

    static byte[] encode(Secret secret) {
        return CheckedMap.encode(StateFile.map()
                .put(SECRET, secret.bytes())
                .put(CHECKSUM, checksum(secret.bytes()))
                .build());
    }

    static Secret decode(CborMap map) throws MalformedCborException {
        byte[] secret = map.requiredBytes(SECRET, Secret.BYTES, Secret.BYTES);
        byte[] checksum = map.requiredBytes(CHECKSUM, CHECKSUM_BYTES, CHECKSUM_BYTES);
        if (!MessageDigest.isEqual(checksum, checksum(secret))) {
            throw new MalformedCborException("its checksum is wrong");
        }
        return Secret.of(secret);
    }

    private static byte[] checksum(byte[] secret) {
        return Arrays.copyOf(Sha256.of(secret), CHECKSUM_BYTES);
    }
}
