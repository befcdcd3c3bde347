// SPDX-License-Identifier: Apache-2.0
package org.skerry.identity.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.skerry.api.admin.Upkeep;
import org.skerry.api.admin.Upkeep.Fault;
import org.skerry.api.admin.Upkeep.Outcome;

class IdentityUpkeepTest {

    @TempDir
    Path folder;

    private final MovableClock clock = new MovableClock();
    private LocalIdentity identity;
    private Upkeep upkeep;

    @BeforeEach
    void open() throws IOException {
        identity = LocalIdentity.open(folder, clock, new SecureRandom());
        upkeep = new IdentityUpkeep(identity, clock, Runnable::run);
    }

    @AfterEach
    void close() throws IOException {
        identity.close();
    }

    private List<Fault> verify() {
        return upkeep.verify(false).toCompletableFuture().join().get(0).faults();
    }

    private List<Fault> repair() {
        return upkeep.repair().toCompletableFuture().join().get(0).faults();
    }

    @Test
    void findsNothingWrongWithWhatItWrote() {
        assertThat(verify()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity.key", "seal.keys", "incarnation"})
    void writesAFileAnewInWhichABitWasFlipped(String name) throws Exception {
        Path file = folder.resolve(name);
        byte[] good = Files.readAllBytes(file);
        byte[] bad = good.clone();
        // The last byte of the value itself: a file whose form is broken is found all the more.
        bad[name.equals("identity.key") ? 10 : name.equals("incarnation") ? 9 : good.length - 1] ^= 1;
        Files.write(file, bad);
        assertThat(verify())
                .singleElement()
                .satisfies(it -> assertThat(it.message()).contains(file.toString()));
        assertThat(file).hasBinaryContent(bad);
        assertThat(repair()).extracting(Fault::outcome).containsExactly(Outcome.MENDED);
        assertThat(file).hasBinaryContent(good);
        try (Stream<Path> all = Files.list(folder)) {
            assertThat(all.filter(it -> it.toString().contains(".damaged-")))
                    .singleElement()
                    .satisfies(it -> assertThat(it).hasBinaryContent(bad));
        }
        assertThat(verify()).isEmpty();
    }

    @Test
    void writesAMissingFileAnew() throws Exception {
        Files.delete(folder.resolve("identity.key"));
        assertThat(verify()).extracting(Fault::message).allMatch(it -> it.endsWith("identity.key is missing"));
        assertThat(repair()).extracting(Fault::outcome).containsExactly(Outcome.MENDED);
        assertThat(verify()).isEmpty();
    }

    /** What earlier versions wrote has to be read for as long as there may be such files. */
    @Test
    void readsIdentityAndIncarnationOfVersion1() throws Exception {
        Path home = Files.createDirectory(folder.resolve("before"));
        for (String name : List.of("identity.key", "incarnation")) {
            try (InputStream in = Objects.requireNonNull(
                    IdentityUpkeepTest.class.getResourceAsStream("/formats/" + name + ".v1.hex"))) {
                String hex = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
                Files.write(home.resolve(name), HexFormat.of().parseHex(hex.replaceAll("\\s", "")));
            }
        }
        try (IdentityFolder before = IdentityFolder.open(home)) {
            // RFC 8032, section 7.1, test 1.
            assertThat(HexFormat.of()
                            .formatHex(before.loadIdentity(new SecureRandom()).publicKey()))
                    .isEqualTo("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
            assertThat(before.nextIncarnation(5, "run")).isEqualTo(1_700_000_000_000L);
        }
    }

    @Test
    void leavesAFileOfALaterVersionAlone() throws Exception {
        byte[] later = {(byte) 0xa1, 0, 2};
        Files.write(folder.resolve("seal.keys"), later);
        assertThat(repair()).singleElement().satisfies(it -> {
            assertThat(it.outcome()).isEqualTo(Outcome.LEFT);
            assertThat(it.message()).contains("format 2, and this program knows 1");
        });
        assertThat(folder.resolve("seal.keys")).hasBinaryContent(later);
    }
}
