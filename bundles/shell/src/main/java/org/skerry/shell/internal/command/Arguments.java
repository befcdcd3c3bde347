// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The arguments of a request, checked as they are read.
 *
 * @param values a JSON object, or nothing
 */
public record Arguments(JsonNode values) {

    /** An optional text. */
    public Optional<String> text(String key) throws UsageException {
        JsonNode value = values.path(key);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw new UsageException("'" + key + "' is to be a text");
        }
        return Optional.of(value.textValue());
    }

    /** A text that must be there. */
    public String requiredText(String key) throws UsageException {
        return text(key).orElseThrow(() -> new UsageException("'" + key + "' is missing"));
    }

    /** A switch, off unless set. */
    public boolean flag(String key) throws UsageException {
        JsonNode value = values.path(key);
        if (!value.isMissingNode() && !value.isNull() && !value.isBoolean()) {
            throw new UsageException("'" + key + "' is to be true or false");
        }
        return value.asBoolean(false);
    }

    /** An optional whole number. */
    public Optional<Long> number(String key, long min, long max) throws UsageException {
        JsonNode value = values.path(key);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < min
                || value.longValue() > max) {
            throw new UsageException("'" + key + "' is to be a whole number from " + min + " to " + max);
        }
        return Optional.of(value.longValue());
    }

    /** An optional duration in milliseconds, at most 400 days. */
    public Optional<Duration> millis(String key) throws UsageException {
        return number(key, 1, Duration.ofDays(400).toMillis()).map(Duration::ofMillis);
    }

    /** An optional absolute path. */
    public Optional<Path> path(String key) throws UsageException {
        Optional<String> text = text(key);
        return text.isPresent() ? Optional.of(absolute(text.get())) : Optional.empty();
    }

    /** Absolute paths, at least one. */
    public List<Path> paths(String key) throws UsageException {
        JsonNode list = values.path(key);
        if (!list.isArray() || list.isEmpty()) {
            throw new UsageException("'" + key + "' is to be a list of paths, at least one");
        }
        List<Path> paths = new ArrayList<>();
        for (JsonNode item : list) {
            paths.add(absolute(item.asText()));
        }
        return List.copyOf(paths);
    }

    private static Path absolute(String text) throws UsageException {
        if (text.isEmpty()) {
            throw new UsageException("the path is empty; '.' means the current folder");
        }
        try {
            Path path = Path.of(text);
            if (path.isAbsolute()) {
                return path.normalize();
            }
        } catch (InvalidPathException e) {
            throw new UsageException("not a path: " + e.getMessage());
        }
        throw new UsageException("the path must be absolute: " + text);
    }
}
