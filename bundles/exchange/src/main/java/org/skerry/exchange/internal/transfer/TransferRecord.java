// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.transfer;

import java.nio.file.FileSystem;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.skerry.api.ContentLink;
import org.skerry.api.FetchOptions;
import org.skerry.api.TransferId;
import org.skerry.base.cbor.CborCodec;
import org.skerry.base.cbor.CborLimits;
import org.skerry.base.cbor.CborMap;
import org.skerry.base.cbor.CheckedMap;
import org.skerry.base.cbor.MalformedCborException;

/**
 * What is kept of a transfer on disk, so that it can be taken up again. Holds the secret of its link.
 *
 * @param id its name
 * @param link what is fetched
 * @param options where to, and how
 * @param paused whether the user has paused it
 * @param whole the folder that holds all of it, if one does; then it is served on
 */
record TransferRecord(TransferId id, ContentLink link, FetchOptions options, boolean paused, Optional<Path> whole) {

    /** How the complaint about a file of a later version of the node begins. */
    static final String NEWER = "it has format version ";

    private static final int VERSION = 2;
    private static final int MOST_PATH = 16 << 10;

    /** {@return whether a fetch of that link to that place is the same as this one} */
    boolean asks(ContentLink other, FetchOptions where) {
        Optional<Path> folder = options.folder();
        boolean there = folder.equals(where.folder())
                && (folder.isPresent() || options.parent().equals(where.parent()));
        return link.root().equals(other.root())
                && link.secret().equals(other.secret())
                && (link.secret().isEmpty() || there);
    }

    /** {@return the canonical CBOR form} */
    byte[] encode() {
        return CheckedMap.encode(CborMap.builder()
                .put(0, VERSION)
                .put(1, id.value())
                .put(2, link.toString())
                .putIfPresent(3, options.folder().map(Path::toString).orElse(null))
                .put(4, options.parent().toString())
                .putIfPresent(5, options.strategy().orElse(null))
                .put(6, options.priority())
                .put(7, paused)
                .putIfPresent(8, whole.map(Path::toString).orElse(null))
                .build());
    }

    /**
     * Reads the CBOR form.
     *
     * @param disk that its paths are on
     * @throws MalformedCborException if it is not what {@link #encode} writes
     */
    static TransferRecord decode(byte[] encoded, FileSystem disk) throws MalformedCborException {
        CborMap map = CborCodec.decodeMap(encoded, CborLimits.DEFAULT);
        long version = map.requiredInt(0, 1, Integer.MAX_VALUE);
        if (version > VERSION) {
            throw new MalformedCborException(NEWER + version + "; this node reads " + VERSION);
        }
        if (version > 1) {
            CheckedMap.check(map);
        }
        try {
            Optional<String> folder = map.optionalText(3, MOST_PATH);
            FetchOptions options = new FetchOptions(
                    folder.map(it -> disk.getPath(it)),
                    disk.getPath(map.requiredText(4, MOST_PATH)),
                    map.optionalText(5, 256),
                    (int) map.requiredInt(6, Integer.MIN_VALUE, Integer.MAX_VALUE));
            return new TransferRecord(
                    new TransferId(map.requiredText(1, 32)),
                    ContentLink.parse(map.requiredText(2, ContentLink.MAX_TEXT)),
                    options,
                    map.optionalBool(7, false),
                    map.optionalText(8, MOST_PATH).map(it -> disk.getPath(it)));
        } catch (InvalidPathException e) {
            throw new MalformedCborException("a path that this disk cannot have");
        } catch (IllegalArgumentException e) {
            throw new MalformedCborException("a link or id that cannot be read");
        }
    }
}
