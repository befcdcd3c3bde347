// SPDX-License-Identifier: Apache-2.0
package org.skerry.identity.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skerry.api.PeerId;
import org.skerry.base.bytes.Bytes;
import org.skerry.base.crypto.Hkdf;
import org.skerry.base.crypto.Sha256;
import org.skerry.spi.identity.Purpose;
import org.skerry.spi.identity.SealKey;
import org.skerry.spi.signaling.Inbox;

class LocalIdentityTest {

    private static final byte[] MESSAGE = {1, 2, 3};

    @TempDir
    Path home;

    private final SecureRandom random = new SecureRandom();
    private final MovableClock clock = new MovableClock();
    private Path folder;

    @BeforeEach
    void placeFolder() {
        folder = home.resolve("state/identity");
    }

    private LocalIdentity open() throws IOException {
        return LocalIdentity.open(folder, clock, random);
    }

    @Test
    void keepsItsKeysOverARestart() throws IOException {
        PeerId self;
        SealKey sealKey;
        Inbox inbox;
        try (LocalIdentity first = open()) {
            self = first.self();
            sealKey = first.sealKey();
            inbox = first.inbox(20_000);
        }
        try (LocalIdentity second = open()) {
            assertThat(second.self()).isEqualTo(self);
            assertThat(second.sealKey()).usingRecursiveComparison().isEqualTo(sealKey);
            assertThat(second.inbox(20_000)).isEqualTo(inbox);
            assertThat(second.inbox(20_001)).isNotEqualTo(inbox);
        }
    }

    @Test
    void derivesTheInboxAsDocumented() throws IOException {
        try (LocalIdentity identity = open()) {
            byte[] seed = seedOnDisk();
            byte[] info = Bytes.concat(Bytes.utf8("skerry/1 inbox"), Bytes.u64(20_000));
            SigningKey daily = SigningKey.of(Hkdf.derive(seed, new byte[0], info, 32));
            assertThat(identity.inbox(20_000)).isEqualTo(Inbox.of(Sha256.of(daily.publicKey())));
        }
    }

    @Test
    void derivesTheInboxOfADayOnceWhileNoOtherIsAskedFor() throws IOException {
        LocalIdentity identity = open();
        Inbox today = identity.inbox(20_000);
        assertThat(identity.inbox(20_000)).isSameAs(today);
        assertThat(identity.inbox(20_001)).isNotEqualTo(today);
        assertThat(identity.inbox(20_000)).isEqualTo(today);
        identity.close();
        assertThatThrownBy(() -> identity.inbox(20_000)).isInstanceOf(IllegalStateException.class);
    }

    /** The one byte string of 32 bytes behind key 1: 0x01 0x58 0x20. */
    private byte[] seedOnDisk() throws IOException {
        byte[] file = Files.readAllBytes(folder.resolve("identity.key"));
        byte[] seed = new byte[32];
        System.arraycopy(file, 6, seed, 0, 32);
        assertThat(List.of(file[3], file[4], file[5])).containsExactly((byte) 1, (byte) 0x58, (byte) 0x20);
        return seed;
    }

    @Test
    void growsTheIncarnationEvenIfTheClockGoesBack() throws IOException {
        long before = 0;
        for (int hours : new int[] {0, 0, -100_000, 1, 200_000}) {
            clock.forward(Duration.ofHours(hours));
            try (LocalIdentity identity = open()) {
                assertThat(identity.incarnation()).isGreaterThan(before);
                before = identity.incarnation();
            }
        }
        assertThat(before).isEqualTo(clock.millis());
    }

    @Test
    void keepsTheIncarnationWithinOneRun() throws IOException {
        long first = incarnationIn("run-1");
        assertThat(incarnationIn("run-1")).isEqualTo(first);
        long second = incarnationIn("run-2");
        assertThat(second).isGreaterThan(first);
        assertThat(incarnationIn("run-1")).isGreaterThan(second);
    }

    private long incarnationIn(String run) throws IOException {
        try (LocalIdentity identity =
                LocalIdentity.open(folder, clock, random, SealKeyTerms.DEFAULT, Runnable::run, run)) {
            return identity.incarnation();
        }
    }

    @Test
    void signsForOnePurposeOnly() throws IOException {
        try (LocalIdentity identity = open()) {
            byte[] signature = identity.sign(Purpose.SESSION, MESSAGE);

            assertThat(identity.verify(identity.self(), Purpose.SESSION, MESSAGE, signature))
                    .isTrue();
            assertThat(identity.verify(identity.self(), Purpose.ENVELOPE, MESSAGE, signature))
                    .isFalse();
            assertThat(identity.verify(identity.self(), Purpose.SESSION, new byte[] {1, 2}, signature))
                    .isFalse();
            assertThat(identity.verify(identity.self(), Purpose.SESSION, MESSAGE, new byte[63]))
                    .isFalse();
            assertThat(identity.verify(PeerId.of(new byte[32]), Purpose.SESSION, MESSAGE, signature))
                    .isFalse();
            byte[] labelled = Bytes.concat(Bytes.utf8("skerry/1 session"), MESSAGE);
            assertThat(SigningKey.verify(identity.self().bytes(), labelled, signature))
                    .isTrue();
        }
    }

    @Test
    void usesNoLabelThatBeginsAnother() {
        for (Purpose one : Purpose.values()) {
            for (Purpose other : Purpose.values()) {
                assertThat(one == other || !other.label().startsWith(one.label()))
                        .isTrue();
            }
        }
    }

    @Test
    void signsAndOpensNothingOnceClosed() throws IOException {
        LocalIdentity identity = open();
        identity.close();
        assertThatThrownBy(() -> identity.sign(Purpose.SESSION, MESSAGE)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> identity.inbox(1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void printsNoSecret() throws IOException {
        try (LocalIdentity identity = open()) {
            assertThat(identity.toString())
                    .isEqualTo("LocalIdentity[" + identity.self().shortText() + "]");
            assertThat(SigningKey.random(random).toString()).isEqualTo("SigningKey[hidden]");
            assertThat(identity.heldSealKeys().get(0).toString()).matches("SealKeyPair\\[epoch=\\d+, expiry=[^,]+]");
        }
    }
}
