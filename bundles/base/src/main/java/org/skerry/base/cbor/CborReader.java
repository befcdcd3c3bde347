// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.cbor;

import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Builds values from parser tokens and holds the limits. Memory grows with the input that was really read, never with a
 * declared length. Reads one message and is then spent.
 */
final class CborReader {

    private static final int LONGEST_KEY_DIGITS = 11;

    private final CBORParser in;
    private final CborLimits limits;
    private int items;

    CborReader(CBORParser in, CborLimits limits) {
        this.in = in;
        this.limits = limits;
    }

    CborValue readRoot() throws IOException, MalformedCborException {
        return read(in.nextToken(), 0);
    }

    private CborValue read(@Nullable JsonToken token, int depth) throws IOException, MalformedCborException {
        if (token == null) {
            throw new MalformedCborException("ends where a value should begin");
        }
        if (++items > limits.maxItems()) {
            throw new MalformedCborException("more than " + limits.maxItems() + " items");
        }
        return switch (token) {
            case VALUE_NUMBER_INT -> readInt();
            case VALUE_EMBEDDED_OBJECT -> readBytes();
            case VALUE_STRING -> readText();
            case START_ARRAY -> readArray(deeper(depth));
            case START_OBJECT -> readMap(deeper(depth));
            case VALUE_TRUE -> CborBool.of(true);
            case VALUE_FALSE -> CborBool.of(false);
            case VALUE_NULL -> CborNull.NULL;
            case VALUE_NUMBER_FLOAT -> throw new MalformedCborException("floating point numbers are not used");
            default -> throw new MalformedCborException("unexpected " + token);
        };
    }

    private int deeper(int depth) throws MalformedCborException {
        if (depth >= limits.maxDepth()) {
            throw new MalformedCborException("nested deeper than " + limits.maxDepth());
        }
        return depth + 1;
    }

    private CborInt readInt() throws IOException, MalformedCborException {
        if (in.getNumberType() == NumberType.BIG_INTEGER || !CborInt.isRepresentable(in.getLongValue())) {
            throw new MalformedCborException("integer of 2^53 or more");
        }
        return new CborInt(in.getLongValue());
    }

    private CborBytes readBytes() throws IOException, MalformedCborException {
        if (in.getEmbeddedObject() instanceof byte[] bytes) {
            return CborBytes.of(bytes);
        }
        throw new MalformedCborException("unsupported simple value");
    }

    private CborText readText() throws IOException, MalformedCborException {
        String text = in.getText();
        OptionalInt utf8Bytes = CborText.utf8Length(text);
        if (utf8Bytes.isEmpty()) {
            throw new MalformedCborException("text is not UTF-8");
        }
        return new CborText(text, utf8Bytes.getAsInt());
    }

    private CborArray readArray(int depth) throws IOException, MalformedCborException {
        List<CborValue> read = new ArrayList<>();
        for (JsonToken token = in.nextToken(); token != JsonToken.END_ARRAY; token = in.nextToken()) {
            read.add(read(token, depth));
        }
        return CborArray.of(read);
    }

    private CborMap readMap(int depth) throws IOException, MalformedCborException {
        int[] keys = new int[8];
        List<CborValue> values = new ArrayList<>(8);
        for (JsonToken token = in.nextToken(); token != JsonToken.END_OBJECT; token = in.nextToken()) {
            int key = readKey(token);
            int count = values.size();
            if (count > 0 && CborMap.rank(key) <= CborMap.rank(keys[count - 1])) {
                throw new MalformedCborException("key " + key + ": twice, or after " + keys[count - 1]);
            }
            if (count == keys.length) {
                keys = Arrays.copyOf(keys, 2 * count);
            }
            keys[count] = key;
            values.add(read(in.nextToken(), depth));
        }
        return new CborMap(Arrays.copyOf(keys, values.size()), values.toArray(CborValue[]::new));
    }

    /** The parser gives integer keys as decimal text, as it does text keys: those are told apart by encoding again. */
    private int readKey(@Nullable JsonToken token) throws IOException, MalformedCborException {
        if (token != JsonToken.FIELD_NAME) {
            throw new MalformedCborException("ends where a key should begin");
        }
        String name = in.currentName();
        try {
            if (name != null && name.length() <= LONGEST_KEY_DIGITS) {
                return Integer.parseInt(name);
            }
        } catch (NumberFormatException e) {
            throw new MalformedCborException("a key is not an integer");
        }
        throw new MalformedCborException("a key is not an integer of 32 bits");
    }
}
