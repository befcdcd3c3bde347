// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.skerry.api.Secret;

class FastCdcTest {

    /** The published table: the first 8 bytes of the MD5 of 64 bytes of each value. */
    private static FastCdc published() throws Exception {
        long[] gear = new long[FastCdc.GEAR_ENTRIES];
        for (int value = 0; value < gear.length; value++) {
            byte[] block = new byte[64];
            Arrays.fill(block, (byte) value);
            gear[value] = ByteBuffer.wrap(MessageDigest.getInstance("MD5").digest(block))
                    .getLong();
        }
        assertThat(gear[0]).isEqualTo(0x3b5d3c7d207e37dcL);
        return new FastCdc(gear);
    }

    private static List<FastCdc.Cut> cutAll(FastCdc chunking, byte[] data, CutRule rule) {
        List<FastCdc.Cut> cuts = new ArrayList<>();
        for (int at = 0; at < data.length; ) {
            FastCdc.Cut cut = chunking.next(data, at, data.length - at, rule);
            cuts.add(cut);
            at += cut.length();
        }
        return cuts;
    }

    @Test
    void cutsThePublishedFileWhereOthersDo() throws Exception {
        byte[] image = Files.readAllBytes(PublishedVectors.file("fastcdc/SekienAkashita.jpg"));
        List<Map<String, Object>> cases = PublishedVectors.objects(
                PublishedVectors.json("fastcdc/expected.json").get("cuts"));
        assertThat(cases).hasSize(4);
        for (Map<String, Object> expected : cases) {
            int bits = Integer.numberOfTrailingZeros(number(expected, "avg"));
            int level = expected.containsKey("normalisation") ? number(expected, "normalisation") : 1;
            CutRule rule = new CutRule(
                    number(expected, "min"),
                    number(expected, "avg"),
                    number(expected, "max"),
                    mask(bits + level),
                    mask(bits - level));
            List<FastCdc.Cut> cuts = cutAll(published(), image, rule);
            assertThat(cuts)
                    .extracting(cut -> (long) cut.length())
                    .isEqualTo(PublishedVectors.list(expected.get("lengths")));
            assertThat(cuts)
                    .extracting(cut -> Long.toUnsignedString(cut.hash()))
                    .isEqualTo(PublishedVectors.list(expected.get("hashes")));
        }
    }

    /** No file of ours is cut with the mask for 2^13 bytes, but one of the published cases is. */
    private static long mask(int bits) {
        return bits == 13 ? 0x0000d90303530000L : CutRule.mask(bits);
    }

    @Test
    void cutsZerosAtTheMaximum() throws Exception {
        @SuppressWarnings("unchecked")
        Map<String, Object> zeros = (Map<String, Object>)
                PublishedVectors.json("fastcdc/expected.json").get("allZeros");
        // The masks of this variant for 2^9 and 2^7 bytes, which no file of ours is cut with.
        CutRule rule = new CutRule(
                number(zeros, "min"),
                number(zeros, "avg"),
                number(zeros, "max"),
                0x0000019000353000L,
                0x0000000018035100L);
        assertThat(cutAll(published(), new byte[number(zeros, "bytes")], rule))
                .extracting(cut -> (long) cut.length())
                .isEqualTo(PublishedVectors.list(zeros.get("lengths")));
    }

    private static int number(Map<String, Object> from, String name) {
        return Math.toIntExact((Long) from.get(name));
    }

    @Test
    void keepsToTheLengthsOfTheRule() {
        FastCdc chunking = new ShareKeys(Secret.of(new byte[32])).chunking();
        byte[] data = new byte[8 << 20];
        new Random(1).nextBytes(data);
        for (int average : new int[] {CutRule.SMALL_AVERAGE, CutRule.MEDIUM_AVERAGE, CutRule.LARGE_AVERAGE}) {
            CutRule rule = CutRule.ofAverage(average);
            List<FastCdc.Cut> cuts = cutAll(chunking, data, rule);
            assertThat(cuts.subList(0, cuts.size() - 1))
                    .allMatch(cut -> cut.length() >= rule.min() && cut.length() <= rule.max());
            assertThat(data.length / cuts.size()).isBetween(average / 2, average * 2);
            assertThat(rule.max() + ChunkCipher.OVERHEAD).isLessThanOrEqualTo(ChunkCipher.MAX_STORED);
        }
    }

    @Test
    void cutsElsewhereUnderAnotherSecret() {
        byte[] data = new byte[1 << 20];
        new Random(1).nextBytes(data);
        CutRule rule = CutRule.ofAverage(CutRule.SMALL_AVERAGE);
        byte[] other = new byte[32];
        other[0] = 1;
        assertThat(cutAll(new ShareKeys(Secret.of(new byte[32])).chunking(), data, rule))
                .isNotEqualTo(cutAll(new ShareKeys(Secret.of(other)).chunking(), data, rule));
    }
}
