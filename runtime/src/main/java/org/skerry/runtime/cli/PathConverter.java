// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a path. An empty one would mean the current folder, which nobody means who gives a variable that is not set. */
final class PathConverter implements ITypeConverter<Path> {

    @Override
    public Path convert(String value) {
        requireText(value);
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            throw new TypeConversionException("'" + value + "' is not a path (" + e.getReason() + ")");
        }
    }

    private static String requireText(String value) {
        if (value.isEmpty()) {
            throw new TypeConversionException("it is empty");
        }
        return value;
    }

    /** Reads what may be a path, and may be something else that is not empty. */
    static final class OrName implements ITypeConverter<String> {

        @Override
        public String convert(String value) {
            return requireText(value);
        }
    }
}
