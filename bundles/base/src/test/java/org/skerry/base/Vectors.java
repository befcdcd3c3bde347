// SPDX-License-Identifier: Apache-2.0
package org.skerry.base;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Published test vectors, which lie outside of the project. */
public final class Vectors {

    private Vectors() {}

    /** Reads a JSON file of the vectors; skips the calling test, saying so, where it is missing. */
    public static JsonNode read(String path) throws IOException {
        Path file = Path.of(System.getProperty("skerry.vectors", "../shared/vectors"), path);
        assumeTrue(Files.isReadable(file), () -> "SKIPPED: no published vectors at " + file.toAbsolutePath());
        return new ObjectMapper().readTree(file.toFile());
    }
}
