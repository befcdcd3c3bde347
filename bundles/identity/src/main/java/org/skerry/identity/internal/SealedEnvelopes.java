// SPDX-License-Identifier: Apache-2.0
package org.skerry.identity.internal;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import org.skerry.api.PeerId;
import org.skerry.api.SwarmId;
import org.skerry.base.bytes.Bytes;
import org.skerry.base.cbor.MalformedCborException;
import org.skerry.base.crypto.Sha256;
import org.skerry.spi.identity.Envelopes;
import org.skerry.spi.identity.Opened;
import org.skerry.spi.identity.Purpose;
import org.skerry.spi.identity.SealKey;
import org.skerry.spi.identity.Signal;
import org.skerry.spi.signaling.Topic;

/**
 * The envelopes of a {@link LocalIdentity}. The outer header is all that a stranger sees beside the length; it names
 * neither sender nor receiver nor anything that two envelopes have in common:
 *
 * <pre>
 * directed: version u8 = 1 | class u8 = 1 | key hint, 8 bytes | enc, 32 bytes | HPKE ciphertext
 * swarm:    version u8 = 1 | class u8 = 2 | nonce, 12 bytes   | AES-256-GCM ciphertext
 * </pre>
 *
 * The key hint, the first 8 bytes of SHA-256("skerry/1 key hint" ‖ enc ‖ seal key), tells the receiver which of its keys to
 * take; the epoch of the key in clear would link its inboxes from day to day. Thread-safe.
 */
final class SealedEnvelopes implements Envelopes {

    static final int MAX_BYTES = 64 * 1024;

    private static final byte VERSION = 1;
    private static final byte DIRECTED = 1;
    private static final byte SWARM = 2;
    private static final int HINT_BYTES = 8;
    private static final int PREFIX_BYTES = 2;
    private static final int DIRECTED_HEADER = PREFIX_BYTES + HINT_BYTES + Hpke.ENC_BYTES;
    private static final int SWARM_HEADER = PREFIX_BYTES + AesGcm.NONCE_BYTES;
    private static final byte[] INFO = Bytes.utf8("skerry/1 signal");
    private static final byte[] HINT_LABEL = Bytes.utf8("skerry/1 key hint");

    private final Hpke hpke = new Hpke(Hpke.Aead.AES_256_GCM);
    private final LocalIdentity identity;
    private final SecureRandom random;

    SealedEnvelopes(LocalIdentity identity, SecureRandom random) {
        this.identity = identity;
        this.random = random;
    }

    @Override
    public byte[] seal(Signal signal, SealKey to) {
        byte[] content = content(signal, Optional.empty());
        byte[] receiver = to.key();
        byte[] ephemeral = X25519Keys.randomPrivate(random);
        byte[] enc = X25519Keys.publicOf(ephemeral);
        byte[] header = Bytes.concat(new byte[] {VERSION, DIRECTED}, hint(enc, receiver), enc);
        Optional<byte[]> sealed = hpke.seal(ephemeral, enc, receiver, INFO, header, content);
        Arrays.fill(ephemeral, (byte) 0);
        return Bytes.concat(
                header, sealed.orElseThrow(() -> new IllegalArgumentException("a seal key of small order")));
    }

    @Override
    public byte[] seal(Signal signal, SwarmId swarm, long epochDay) {
        byte[] content = content(signal, Optional.of(swarm));
        byte[] nonce = new byte[AesGcm.NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] header = Bytes.concat(new byte[] {VERSION, SWARM}, nonce);
        byte[] key = SwarmKeys.key(swarm, epochDay);
        byte[] sealed = AesGcm.seal(key, nonce, header, content);
        Arrays.fill(key, (byte) 0);
        return Bytes.concat(header, sealed);
    }

    private byte[] content(Signal signal, Optional<SwarmId> swarm) {
        if (!signal.sender().equals(identity.self())) {
            throw new IllegalArgumentException("only this node signs here");
        }
        return SignedContent.sign(identity, SignalCodec.encode(signal, swarm)).padded();
    }

    @Override
    public Opened open(byte[] envelope) {
        Optional<Opened> refused = checkPrefix(envelope, DIRECTED, DIRECTED_HEADER);
        if (refused.isPresent()) {
            return refused.get();
        }
        byte[] header = Arrays.copyOf(envelope, DIRECTED_HEADER);
        byte[] enc = Arrays.copyOfRange(header, PREFIX_BYTES + HINT_BYTES, DIRECTED_HEADER);
        byte[] ciphertext = Arrays.copyOfRange(envelope, DIRECTED_HEADER, envelope.length);
        return keyFor(header, enc)
                .map(key -> hpke.open(key.privateKey(), key.publicKey(), enc, INFO, header, ciphertext)
                        .map(content -> judge(content, Optional.of(identity.self()), Optional.empty()))
                        .orElseGet(() -> new Opened.Refused("sealed wrongly, or changed on the way")))
                .orElseGet(() -> new Opened.Refused("sealed to a key that this node does not hold, or no longer"));
    }

    /** The seal key that the hint in a header names. */
    private Optional<SealKeyPair> keyFor(byte[] header, byte[] enc) {
        byte[] hint = Arrays.copyOfRange(header, PREFIX_BYTES, PREFIX_BYTES + HINT_BYTES);
        return identity.heldSealKeys().stream()
                .filter(key -> Arrays.equals(hint, hint(enc, key.publicKey())))
                .findFirst();
    }

    @Override
    public Opened open(byte[] envelope, SwarmId swarm, long epochDay) {
        return checkPrefix(envelope, SWARM, SWARM_HEADER)
                .orElseGet(() -> decrypted(envelope, swarm, epochDay)
                        .map(bytes -> judge(bytes, Optional.empty(), Optional.of(swarm)))
                        .orElseGet(() -> new Opened.Refused("not of this swarm and day, or changed on the way")));
    }

    private static Optional<byte[]> decrypted(byte[] envelope, SwarmId swarm, long epochDay) {
        byte[] header = Arrays.copyOf(envelope, SWARM_HEADER);
        byte[] nonce = Arrays.copyOfRange(header, PREFIX_BYTES, SWARM_HEADER);
        byte[] key = SwarmKeys.key(swarm, epochDay);
        Optional<byte[]> content =
                AesGcm.open(key, nonce, header, Arrays.copyOfRange(envelope, SWARM_HEADER, envelope.length));
        Arrays.fill(key, (byte) 0);
        return content;
    }

    @Override
    public boolean plausible(byte[] envelope) {
        return checkPrefix(envelope, DIRECTED, DIRECTED_HEADER).isEmpty()
                && keyFor(envelope, Arrays.copyOfRange(envelope, PREFIX_BYTES + HINT_BYTES, DIRECTED_HEADER))
                        .isPresent();
    }

    @Override
    public boolean plausible(byte[] envelope, SwarmId swarm, long epochDay) {
        return checkPrefix(envelope, SWARM, SWARM_HEADER).isEmpty()
                && decrypted(envelope, swarm, epochDay).isPresent();
    }

    private static Optional<Opened> checkPrefix(byte[] envelope, byte expectedClass, int header) {
        String reason;
        if (envelope.length > MAX_BYTES) {
            reason = envelope.length + " bytes, over " + MAX_BYTES;
        } else if (envelope.length < header + AesGcm.TAG_BYTES) {
            reason = "truncated: " + envelope.length + " bytes";
        } else if (envelope[0] != VERSION) {
            reason = "version " + Byte.toUnsignedInt(envelope[0]) + " is unknown";
        } else if (envelope[1] != expectedClass) {
            reason = "class " + Byte.toUnsignedInt(envelope[1]) + " where " + expectedClass + " belongs";
        } else {
            return Optional.empty();
        }
        return Optional.of(new Opened.Refused(reason));
    }

    private Opened judge(byte[] padded, Optional<PeerId> receiver, Optional<SwarmId> swarm) {
        Optional<SignedContent> content = SignedContent.of(padded);
        if (content.isEmpty()) {
            return new Opened.Refused("lengths inside do not fit");
        }
        byte[] signed = content.get().signed();
        try {
            Signal signal = SignalCodec.decode(signed, receiver, swarm);
            byte[] signature = content.get().signature();
            return identity.verify(signal.sender(), Purpose.ENVELOPE, signed, signature)
                    ? new Opened.Genuine(signal)
                    : new Opened.Refused("not signed by " + signal.sender().shortText());
        } catch (MalformedCborException e) {
            return new Opened.Refused("malformed: " + e.getMessage());
        }
    }

    private static byte[] hint(byte[] enc, byte[] receiver) {
        return Arrays.copyOf(Sha256.of(HINT_LABEL, enc, receiver), HINT_BYTES);
    }

    @Override
    public Topic topic(SwarmId swarm, long epochDay) {
        return SwarmKeys.topic(swarm, epochDay);
    }

    @Override
    public int overheadBytes() {
        return DIRECTED_HEADER + AesGcm.TAG_BYTES + SignedContent.MAX_OVERHEAD_BYTES + SignalCodec.MAX_OVERHEAD_BYTES;
    }
}
