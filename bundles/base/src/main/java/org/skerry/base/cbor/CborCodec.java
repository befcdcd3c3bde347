// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.cbor;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/**
 * Canonical CBOR (RFC 8949, section 4.2.1: core deterministic encoding), on Jackson's generator and parser.
 *
 * <p>Jackson's parser is lenient: it skips tags, takes simple values for integers, longer forms for short ones, and text
 * keys for integer keys. So a decoded value is written again and must give the very bytes that came in; whatever the
 * parser let through fails there. It follows that {@code decode} accepts exactly the image of {@code encode}.
 *
 * <p>All methods may be called from any thread at once; none blocks.
 */
public final class CborCodec {

    /*
     * Jackson's defaults would keep buffers in a ThreadLocal and intern each key, which outlives a bundle; this pool and
     * factory go with the class loader of the bundle that embeds them.
     */
    static final CBORFactory FACTORY = CBORFactory.builder()
            .recyclerPool(JsonRecyclerPools.newBoundedPool(8))
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    private static final int INITIAL_BYTES = 256;

    private CborCodec() {}

    /** The one encoding of {@code value}. */
    public static byte[] encode(CborValue value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(INITIAL_BYTES);
        try {
            encode(value, out);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return out.toByteArray();
    }

    /**
     * Decodes a whole message that must be a map.
     *
     * @throws MalformedCborException if it is anything else than the canonical encoding of one map within the limits
     */
    public static CborMap decodeMap(byte[] encoded, CborLimits limits) throws MalformedCborException {
        return asMap(decode(encoded, limits));
    }

    /** As {@link #decodeMap(byte[], CborLimits)}, over what remains in the buffer, whose position stays. */
    public static CborMap decodeMap(ByteBuffer encoded, CborLimits limits) throws MalformedCborException {
        return asMap(decode(encoded, limits));
    }

    /**
     * Decodes a whole message.
     *
     * @throws MalformedCborException if it is anything else than the canonical encoding of one value within the limits
     */
    public static CborValue decode(byte[] encoded, CborLimits limits) throws MalformedCborException {
        return decode(encoded, 0, encoded.length, limits);
    }

    /** As {@link #decode(byte[], CborLimits)}, over what remains in the buffer, whose position stays. */
    public static CborValue decode(ByteBuffer encoded, CborLimits limits) throws MalformedCborException {
        if (encoded.hasArray()) {
            return decode(encoded.array(), encoded.arrayOffset() + encoded.position(), encoded.remaining(), limits);
        }
        checkLength(encoded.remaining(), limits);
        byte[] copy = new byte[encoded.remaining()];
        encoded.duplicate().get(copy);
        return decode(copy, limits);
    }

    private static CborValue decode(byte[] in, int offset, int length, CborLimits limits)
            throws MalformedCborException {
        checkLength(length, limits);
        try {
            CborValue value = parse(in, offset, length, limits);
            MatchingOutput canonical = new MatchingOutput(in, offset, length);
            encode(value, canonical);
            if (!canonical.matchedAll()) {
                throw new MalformedCborException(
                        "not canonical, or more than one value: differs at byte " + canonical.matched());
            }
            return value;
        } catch (JacksonException e) {
            throw new MalformedCborException("not CBOR: " + e.getOriginalMessage());
        } catch (IOException | RuntimeException e) {
            // A slip of the parser on hostile input is still only malformed input to the caller.
            throw new MalformedCborException("not CBOR: " + e);
        }
    }

    private static CborValue parse(byte[] in, int offset, int length, CborLimits limits)
            throws IOException, MalformedCborException {
        try (CBORParser parser = FACTORY.createParser(in, offset, length)) {
            return new CborReader(parser, limits).readRoot();
        }
    }

    private static void encode(CborValue value, OutputStream out) throws IOException {
        try (CBORGenerator generator = FACTORY.createGenerator(out)) {
            CborWriter.write(value, generator);
        }
    }

    private static void checkLength(int length, CborLimits limits) throws MalformedCborException {
        if (length > limits.maxBytes()) {
            throw new MalformedCborException(length + " bytes, over " + limits.maxBytes());
        }
    }

    private static CborMap asMap(CborValue value) throws MalformedCborException {
        if (value instanceof CborMap map) {
            return map;
        }
        throw new MalformedCborException("expected a map at the root");
    }
}
