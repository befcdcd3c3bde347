// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.world;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.skerry.api.PeerId;
import org.skerry.api.SwarmId;
import org.skerry.base.bytes.Bytes;
import org.skerry.base.crypto.Sha256;
import org.skerry.spi.identity.Envelopes;
import org.skerry.spi.identity.Opened;
import org.skerry.spi.identity.Purpose;
import org.skerry.spi.identity.SealKey;
import org.skerry.spi.identity.Signal;
import org.skerry.spi.signaling.Topic;

/** Envelopes that are signed but not encrypted: {@code lock 32 | signature 64 | content}. */
public final class FakeEnvelopes implements Envelopes {

    private final FakeIdentity identity;

    /** Envelopes that were opened, or tried to. */
    public int opened;

    public FakeEnvelopes(FakeIdentity identity) {
        this.identity = identity;
    }

    @Override
    public byte[] seal(Signal signal, SealKey to) {
        return seal(signal, to.key());
    }

    @Override
    public byte[] seal(Signal signal, SwarmId swarm, long epochDay) {
        return seal(signal, lock(swarm, epochDay));
    }

    private byte[] seal(Signal signal, byte[] lock) {
        byte[] content = encode(signal);
        return Bytes.concat(lock, identity.sign(Purpose.ENVELOPE, content), content);
    }

    @Override
    public Opened open(byte[] envelope) {
        return open(envelope, identity.sealSecret());
    }

    @Override
    public Opened open(byte[] envelope, SwarmId swarm, long epochDay) {
        return open(envelope, lock(swarm, epochDay));
    }

    @Override
    public boolean plausible(byte[] envelope) {
        return fits(envelope, identity.sealSecret());
    }

    @Override
    public boolean plausible(byte[] envelope, SwarmId swarm, long epochDay) {
        return fits(envelope, lock(swarm, epochDay));
    }

    private static boolean fits(byte[] envelope, byte[] lock) {
        return envelope.length >= 96 && Arrays.equals(lock, Arrays.copyOf(envelope, 32));
    }

    private Opened open(byte[] envelope, byte[] lock) {
        opened++;
        if (!fits(envelope, lock)) {
            return new Opened.Refused("another lock");
        }
        byte[] signature = Arrays.copyOfRange(envelope, 32, 96);
        byte[] content = Arrays.copyOfRange(envelope, 96, envelope.length);
        try {
            Signal signal = decode(content);
            return identity.verify(signal.sender(), Purpose.ENVELOPE, content, signature)
                    ? new Opened.Genuine(signal)
                    : new Opened.Refused("signature");
        } catch (IOException | RuntimeException e) {
            return new Opened.Refused("malformed");
        }
    }

    private static byte[] encode(Signal signal) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.write(signal.sender().bytes());
            out.write(signal.receiver().map(PeerId::bytes).orElse(new byte[32]));
            out.writeByte(signal.kind().number());
            out.writeByte(signal.negotiation().length);
            out.write(signal.negotiation());
            out.writeLong(signal.sequence());
            out.writeLong(signal.time().toEpochMilli());
            out.writeLong(signal.expiry().toEpochMilli());
            out.write(signal.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static Signal decode(byte[] content) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(content));
        PeerId sender = PeerId.of(in.readNBytes(32));
        byte[] receiver = in.readNBytes(32);
        Signal.Kind kind = Signal.Kind.of(in.readByte()).orElseThrow();
        byte[] negotiation = in.readNBytes(in.readByte());
        long sequence = in.readLong();
        Instant time = Instant.ofEpochMilli(in.readLong());
        Instant expiry = Instant.ofEpochMilli(in.readLong());
        Optional<PeerId> to =
                Arrays.equals(receiver, new byte[32]) ? Optional.empty() : Optional.of(PeerId.of(receiver));
        return new Signal(sender, to, kind, negotiation, sequence, time, expiry, in.readAllBytes());
    }

    @Override
    public Topic topic(SwarmId swarm, long epochDay) {
        return Topic.of(Sha256.of(lock(swarm, epochDay), Bytes.utf8("topic")));
    }

    private static byte[] lock(SwarmId swarm, long epochDay) {
        return Sha256.of(swarm.bytes(), ByteBuffer.allocate(8).putLong(epochDay).array());
    }

    @Override
    public int overheadBytes() {
        return 300;
    }
}
