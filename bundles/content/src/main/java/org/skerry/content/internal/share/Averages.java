// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.share;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.skerry.base.cbor.CborArray;
import org.skerry.base.cbor.CborMap;
import org.skerry.base.cbor.CheckedMap;
import org.skerry.base.cbor.MalformedCborException;
import org.skerry.content.internal.chunk.CutRule;
import org.skerry.content.internal.disk.StateFile;

/**
 * With which average the big files of a share are cut. A file keeps its average until its size has changed fourfold, so that
 * one that grows over a limit is not cut anew in all places. Smaller ones than {@link #LEAST_SIZE} grow fourfold before they
 * come to a limit, so nothing is kept of them. For one thread.
 */
final class Averages {

    /** A quarter of the size, in bytes, from which on a file has another average than small ones. */
    static final long LEAST_SIZE = 512L << 20;

    private static final int FOURFOLD = 4;
    private static final int PATHS = 1;
    private static final int AVERAGES = 2;
    private static final int SIZES = 3;

    private final Map<String, Choice> before;
    private final Map<String, Choice> now = new TreeMap<>();

    /** The average of a file, and the size in bytes that it had when that was chosen. */
    record Choice(int average, long size) {

        boolean holdsFor(long other) {
            return other / FOURFOLD < size && size / FOURFOLD < other;
        }
    }

    /** With {@code before} what the last version chose, by path. */
    Averages(Map<String, Choice> before) {
        this.before = Map.copyOf(before);
    }

    /** The average for a file of so many bytes. */
    int of(String path, long size) {
        Choice last = before.get(path);
        Choice choice = last != null && last.holdsFor(size) ? last : new Choice(CutRule.averageFor(size), size);
        if (choice.size() >= LEAST_SIZE) {
            now.put(path, choice);
        }
        return choice.average();
    }

    /** What was chosen, for the next version. */
    byte[] encode() {
        return encode(now);
    }

    static byte[] encode(Map<String, Choice> chosen) {
        List<String> paths = List.copyOf(chosen.keySet());
        List<Choice> choices = paths.stream().map(chosen::get).toList();
        return CheckedMap.encode(StateFile.map()
                .put(PATHS, CborArray.ofTexts(paths))
                .put(
                        AVERAGES,
                        CborArray.ofInts(
                                choices.stream().mapToLong(Choice::average).toArray()))
                .put(
                        SIZES,
                        CborArray.ofInts(
                                choices.stream().mapToLong(Choice::size).toArray()))
                .build());
    }

    /** What {@link #encode} wrote. */
    static Averages decode(CborMap map) throws MalformedCborException {
        CborArray paths = map.requiredArray(PATHS, Integer.MAX_VALUE);
        CborArray averages = map.requiredArray(AVERAGES, paths.size());
        CborArray sizes = map.requiredArray(SIZES, paths.size());
        Map<String, Choice> choices = new HashMap<>();
        for (int i = 0; i < paths.size(); i++) {
            int average = (int) averages.intAt(i, 1, Integer.MAX_VALUE);
            if (CutRule.isAverage(average)) {
                choices.put(paths.textAt(i, Integer.MAX_VALUE), new Choice(average, sizes.intAt(i, 0, Long.MAX_VALUE)));
            }
        }
        return new Averages(choices);
    }
}
