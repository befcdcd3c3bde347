// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.skerry.base.cbor.CborCodec;
import org.skerry.base.cbor.CborLimits;
import org.skerry.base.cbor.CborMap;
import org.skerry.base.cbor.CheckedMap;
import org.skerry.base.cbor.MalformedCborException;

/** The small files of the state: canonical CBOR maps whose key 0 is the version of their format. Blocks on the disk. */
public final class StateFile {

    /** The version that is written, and the latest that is read. */
    public static final int VERSION = 2;

    private static final int VERSION_KEY = 0;
    private static final CborLimits LIMITS = CborLimits.DEFAULT.withMaxBytes(Integer.MAX_VALUE);

    private StateFile() {}

    /** What a file holds besides its version. */
    @FunctionalInterface
    public interface Format<T> {

        /** {@return what stands in the map} */
        T decode(CborMap map) throws MalformedCborException;
    }

    /** {@return a map with the version, to put the rest into} */
    public static CborMap.Builder map() {
        return CborMap.builder().put(VERSION_KEY, VERSION);
    }

    /**
     * Reads a file.
     *
     * @param file which
     * @param format of it
     * @return what it holds, or empty if it is not there
     * @throws LaterVersionException if a later version of the node wrote it
     * @throws DamagedException if it is damaged
     * @throws IOException if it cannot be read
     */
    public static <T> Optional<T> read(Path file, Format<T> format) throws IOException {
        // What a disk that fails does not tell may be there: to take it for lost would be to lose it.
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        return Optional.of(decode(file.toString(), Files.readAllBytes(file), format));
    }

    /**
     * Reads a file that has to be there.
     *
     * @param file which
     * @param format of it
     * @return what it holds
     * @throws DamagedException if it is damaged or missing
     * @throws IOException as {@link #read}
     */
    public static <T> T required(Path file, Format<T> format) throws IOException {
        return read(file, format).orElseThrow(() -> new DamagedException(file + " is missing"));
    }

    /**
     * Reads the content of a file.
     *
     * @param what name of the file, for messages
     * @param encoded its content
     * @param format of it
     * @return what it holds
     * @throws LaterVersionException if a later version of the node wrote it
     * @throws DamagedException if it is damaged
     */
    public static <T> T decode(String what, byte[] encoded, Format<T> format)
            throws LaterVersionException, DamagedException {
        try {
            CborMap map = CborCodec.decodeMap(encoded, LIMITS);
            long version = map.requiredInt(VERSION_KEY, 1, Integer.MAX_VALUE);
            if (version > VERSION) {
                throw new LaterVersionException(what, version, VERSION);
            }
            if (version > 1) {
                CheckedMap.check(map);
            }
            return format.decode(map);
        } catch (MalformedCborException e) {
            throw new DamagedException(what + " cannot be read: " + e.getMessage());
        }
    }
}
