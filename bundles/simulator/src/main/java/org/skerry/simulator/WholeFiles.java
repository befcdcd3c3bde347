// SPDX-License-Identifier: Apache-2.0
package org.skerry.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Files that have their names in a folder that is fetched to, as they are at a moment. */
final class WholeFiles {

    private static final String PARTIAL = ".skerry-partial";

    private final Map<String, byte[]> files;

    private WholeFiles(Map<String, byte[]> files) {
        this.files = files;
    }

    static WholeFiles in(Path folder) {
        Map<String, byte[]> files = new TreeMap<>();
        for (Path file : regular(folder)) {
            if (!file.startsWith(folder.resolve(PARTIAL))) {
                files.put(folder.relativize(file).toString(), read(file));
            }
        }
        return new WholeFiles(files);
    }

    /** {@return one that is not in a folder with the same bytes} */
    Optional<String> missingFrom(Path folder) {
        Map<String, byte[]> now = in(folder).files;
        return files.entrySet().stream()
                .filter(file -> !Arrays.equals(file.getValue(), now.get(file.getKey())))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static List<Path> regular(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(it -> Files.isRegularFile(it, LinkOption.NOFOLLOW_LINKS))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
