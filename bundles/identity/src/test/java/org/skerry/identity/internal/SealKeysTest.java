// SPDX-License-Identifier: Apache-2.0
package org.skerry.identity.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skerry.api.PeerId;
import org.skerry.base.bytes.Bytes;
import org.skerry.spi.identity.Purpose;
import org.skerry.spi.identity.SealKey;

class SealKeysTest {

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
    void bindsItsSealKeyAndChecksThatOfOthers() throws IOException {
        try (LocalIdentity identity = open()) {
            SealKey key = identity.sealKey();
            PeerId self = identity.self();
            assertThat(identity.verify(self, key, clock.instant())).isTrue();
            assertThat(identity.verify(self, key, key.expiry())).isFalse();
            assertThat(identity.verify(PeerId.of(new byte[32]), key, clock.instant()))
                    .isFalse();
            for (SealKey forged : List.of(
                    SealKey.of(key.key(), key.epoch() + 1, key.expiry(), key.signature()),
                    SealKey.of(key.key(), key.epoch(), key.expiry().plusSeconds(1), key.signature()),
                    SealKey.of(new byte[32], key.epoch(), key.expiry(), key.signature()))) {
                assertThat(identity.verify(self, forged, clock.instant())).isFalse();
            }
        }
    }

    @Test
    void refusesASealKeyOfSmallOrderThatItsOwnerSigned() throws IOException {
        try (LocalIdentity identity = open()) {
            SealKey good = identity.sealKey();
            byte[] message = Bytes.concat(
                    new byte[32],
                    Bytes.u64(good.epoch()),
                    Bytes.u64(good.expiry().getEpochSecond()));
            SealKey bad =
                    SealKey.of(new byte[32], good.epoch(), good.expiry(), identity.sign(Purpose.SEAL_KEY, message));
            assertThat(identity.verify(identity.self(), bad, clock.instant())).isFalse();
        }
    }

    @Test
    void rotatesItsSealKeyAndKeepsTheOneBefore() throws IOException {
        Set<Long> epochs = new HashSet<>();
        try (LocalIdentity identity = open()) {
            epochs.add(identity.sealKey().epoch());
            clock.forward(Duration.ofDays(7).minusSeconds(1));
            epochs.add(identity.sealKey().epoch());
            assertThat(epochs).hasSize(1);

            clock.forward(Duration.ofSeconds(1));
            identity.sealKey();
            epochs.add(identity.sealKey().epoch());
            assertThat(epochs).hasSize(2);
            assertThat(identity.heldSealKeys()).hasSize(2);
        }
        clock.forward(Duration.ofDays(2));
        try (LocalIdentity identity = open()) {
            assertThat(identity.heldSealKeys()).hasSize(1);
            assertThat(epochs).contains(identity.sealKey().epoch());
        }
    }

    @Test
    void givesOutASealKeyThatIsGoodForADayAtLeast() throws IOException {
        try (LocalIdentity identity = open()) {
            for (int hour = 0; hour < 24 * 40; hour++) {
                clock.forward(Duration.ofHours(1));
                identity.sealKey();
                assertThat(identity.sealKey().expiry())
                        .isAfterOrEqualTo(clock.instant().plus(Duration.ofHours(23)));
                assertThat(identity.heldSealKeys()).hasSizeBetween(1, 2);
            }
        }
    }

    @Test
    void replacesASealKeyThatAWrongClockMade() throws IOException {
        long before;
        clock.forward(Duration.ofDays(10_000));
        try (LocalIdentity identity = open()) {
            before = identity.sealKey().epoch();
        }
        clock.forward(Duration.ofDays(-10_000));
        try (LocalIdentity identity = open()) {
            assertThat(identity.sealKey().expiry()).isBefore(clock.instant().plus(Duration.ofDays(9)));
            assertThat(identity.sealKey().epoch()).isGreaterThan(before);
            for (int jump = 0; jump < 20; jump++) {
                clock.forward(Duration.ofDays(jump % 2 == 0 ? -5 : 3));
                identity.sealKey();
            }
            assertThat(identity.heldSealKeys()).hasSizeLessThanOrEqualTo(4);
        }
    }

    @Test
    void letsNoCallerWaitForTheDiskUnlessTheKeyHasExpired() throws IOException {
        Deque<Runnable> disk = new ArrayDeque<>();
        try (LocalIdentity identity = LocalIdentity.open(folder, clock, random, SealKeyTerms.DEFAULT, disk::add, "")) {
            long first = identity.sealKey().epoch();
            clock.forward(Duration.ofDays(7));
            assertThat(identity.sealKey().epoch()).isEqualTo(first);
            assertThat(identity.sealKey().epoch()).isEqualTo(first);
            assertThat(disk).hasSize(1);

            disk.remove().run();
            long second = identity.sealKey().epoch();
            assertThat(second).isGreaterThan(first);

            clock.forward(Duration.ofDays(30));
            assertThat(identity.sealKey().epoch()).isGreaterThan(second);
            assertThat(disk).isEmpty();
        }
    }

    @Test
    void goesOnWithANewSealKeyThatCannotBeSaved() throws IOException {
        try (LocalIdentity identity = open()) {
            long first = identity.sealKey().epoch();
            // A folder in the place of the temporary file fails for every user, the superuser included.
            Path obstacle = folder.resolve("seal.keys.tmp");
            Files.createDirectories(obstacle.resolve("x"));
            clock.forward(Duration.ofDays(7));
            identity.sealKey();
            long second = identity.sealKey().epoch();
            assertThat(second).isGreaterThan(first);
            assertThat(identity.problem()).isPresent();

            Files.delete(obstacle.resolve("x"));
            clock.forward(Duration.ofMinutes(1));
            identity.sealKey();
            assertThat(identity.problem()).isEmpty();
            assertThat(identity.sealKey().epoch()).isEqualTo(second);
        }
    }

    @Test
    void makesNewSealKeysWhenTheirFileWasRemoved() throws IOException {
        long before;
        try (LocalIdentity identity = open()) {
            before = identity.sealKey().epoch();
        }
        Files.delete(folder.resolve("seal.keys"));
        clock.forward(Duration.ofSeconds(1));
        try (LocalIdentity identity = open()) {
            assertThat(identity.sealKey().epoch()).isGreaterThan(before);
        }
    }
}
