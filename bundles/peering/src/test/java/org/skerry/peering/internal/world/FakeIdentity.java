// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.world;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.skerry.api.PeerId;
import org.skerry.base.bytes.Bytes;
import org.skerry.base.crypto.Sha256;
import org.skerry.spi.identity.Identity;
import org.skerry.spi.identity.Purpose;
import org.skerry.spi.identity.SealKey;
import org.skerry.spi.signaling.Inbox;
import org.skerry.spi.transport.TransportCertificate;

/** Signs with a hash over a secret that only the world knows: as unforgeable as it has to be in tests, and fast. */
public final class FakeIdentity implements Identity {

    private static final Instant FAR = Instant.parse("2100-01-01T00:00:00Z");

    private final Map<PeerId, byte[]> secrets;
    private final byte[] secret;
    private final PeerId self;
    private final long incarnation;

    private FakeIdentity(Map<PeerId, byte[]> secrets, byte[] secret, PeerId self, long incarnation) {
        this.secrets = secrets;
        this.secret = secret;
        this.self = self;
        this.incarnation = incarnation;
    }

    /** All identities of one world. */
    public static final class Keys {
        private final Map<PeerId, byte[]> secrets = new HashMap<>();

        /** A new identity; the first byte of its id orders it among others. */
        public FakeIdentity create(int order, long incarnation) {
            byte[] id = new byte[32];
            new Random(order).nextBytes(id);
            id[0] = (byte) order;
            byte[] secret = Sha256.of(id, Bytes.utf8("secret"));
            PeerId self = PeerId.of(id);
            secrets.put(self, secret);
            return new FakeIdentity(secrets, secret, self, incarnation);
        }
    }

    /** The same node in another process. */
    public FakeIdentity restarted(long next) {
        return new FakeIdentity(secrets, secret, self, next);
    }

    @Override
    public PeerId self() {
        return self;
    }

    @Override
    public long incarnation() {
        return incarnation;
    }

    @Override
    public byte[] sign(Purpose purpose, byte[] message) {
        return signature(secret, purpose, message);
    }

    @Override
    public boolean verify(PeerId signer, Purpose purpose, byte[] message, byte[] signature) {
        byte[] of = secrets.get(signer);
        return of != null && Arrays.equals(signature(of, purpose, message), signature);
    }

    private static byte[] signature(byte[] secret, Purpose purpose, byte[] message) {
        byte[] half = Sha256.of(secret, Bytes.utf8(purpose.label()), message);
        return Bytes.concat(half, Sha256.of(half));
    }

    @Override
    public SealKey sealKey() {
        byte[] key = sealSecret();
        return SealKey.of(key, 1, FAR, sign(Purpose.SEAL_KEY, key));
    }

    byte[] sealSecret() {
        return Sha256.of(secret, Bytes.utf8("seal"));
    }

    @Override
    public boolean verify(PeerId owner, SealKey key, Instant now) {
        return now.isBefore(key.expiry()) && verify(owner, Purpose.SEAL_KEY, key.key(), key.signature());
    }

    @Override
    public Inbox inbox(long epochDay) {
        return Inbox.of(
                Sha256.of(self.bytes(), ByteBuffer.allocate(8).putLong(epochDay).array()));
    }

    @Override
    public TransportCertificate certificate(TransportCertificate.Kind kind) {
        throw new UnsupportedOperationException("links of this world need none");
    }
}
