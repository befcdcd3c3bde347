// SPDX-License-Identifier: Apache-2.0
package org.skerry.upgrade.set;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Tells one distribution from another by names, sizes and times of its files, which takes no reading. */
public final class Stamp {

    private Stamp() {}

    /**
     * Looks at a distribution.
     *
     * @param distribution its folder
     * @return 64 hex digits; another value when anything in {@code system/} or {@code features/} was replaced
     * @throws IOException if it cannot be looked at
     */
    public static String of(Path distribution) throws IOException {
        List<String> files = new ArrayList<>();
        for (String part : List.of("features", "system")) {
            Path within = distribution.resolve(part);
            if (Files.notExists(within)) {
                continue; // whatever needs it says what is missing
            }
            try (Stream<Path> all = Files.walk(within)) {
                for (Path file : all.filter(Files::isRegularFile).toList()) {
                    files.add(distribution.relativize(file) + " " + Files.size(file) + " "
                            + Files.getLastModifiedTime(file).toMillis());
                }
            }
        }
        return FileHash.ofText(String.join("\n", files.stream().sorted().toList()));
    }
}
