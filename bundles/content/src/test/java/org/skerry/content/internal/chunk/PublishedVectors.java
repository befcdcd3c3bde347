// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.chunk;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Test vectors that this project did not write, in the folder of the system property {@code skerry.vectors}. */
final class PublishedVectors {

    private PublishedVectors() {}

    /** A file of the vectors; the test that asks for a missing one is skipped, and says so. */
    static Path file(String name) {
        Path file = Path.of(System.getProperty("skerry.vectors", "../shared/vectors"))
                .resolve(name);
        assumeTrue(
                Files.isRegularFile(file), () -> "SKIPPED: there are no published vectors at " + file.toAbsolutePath());
        return file;
    }

    /** A JSON file as maps, lists, strings and numbers. */
    static Map<String, Object> json(String name) throws IOException {
        try (JsonParser in = new JsonFactory().createParser(file(name).toFile())) {
            in.nextToken();
            return object(in);
        }
    }

    private static Object value(JsonParser in) throws IOException {
        return switch (in.currentToken()) {
            case START_OBJECT -> object(in);
            case START_ARRAY -> array(in);
            case VALUE_NUMBER_INT -> in.getLongValue();
            case VALUE_TRUE, VALUE_FALSE -> in.getBooleanValue();
            default -> in.getText();
        };
    }

    private static Map<String, Object> object(JsonParser in) throws IOException {
        Map<String, Object> all = new LinkedHashMap<>();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String name = in.currentName();
            in.nextToken();
            all.put(name, value(in));
        }
        return all;
    }

    private static List<Object> array(JsonParser in) throws IOException {
        List<Object> all = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            all.add(value(in));
        }
        return all;
    }

    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> objects(Object list) {
        return (List<Map<String, Object>>) list;
    }

    @SuppressWarnings("unchecked")
    static <T> List<T> list(Object list) {
        return (List<T>) list;
    }
}
