// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.cbor;

import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Writes a value in definite lengths and shortest forms. */
final class CborWriter {

    private CborWriter() {}

    static void write(CborValue value, CBORGenerator out) throws IOException {
        if (value instanceof CborInt number) {
            out.writeNumber(number.value());
        } else if (value instanceof CborBytes bytes) {
            out.writeBinary(bytes.value());
        } else if (value instanceof CborText text) {
            // Not writeString: it cuts long texts into chunks of an indefinite length.
            byte[] utf8 = text.value().getBytes(StandardCharsets.UTF_8);
            out.writeUTF8String(utf8, 0, utf8.length);
        } else if (value instanceof CborArray array) {
            writeArray(array, out);
        } else if (value instanceof CborMap map) {
            writeMap(map, out);
        } else if (value instanceof CborBool bool) {
            out.writeBoolean(bool.value());
        } else {
            out.writeNull();
        }
    }

    private static void writeArray(CborArray array, CBORGenerator out) throws IOException {
        out.writeStartArray(array, array.size());
        for (CborValue item : array.items()) {
            write(item, out);
        }
        out.writeEndArray();
    }

    private static void writeMap(CborMap map, CBORGenerator out) throws IOException {
        out.writeStartObject(map, map.size());
        for (int i = 0; i < map.size(); i++) {
            out.writeFieldId(map.keyAt(i));
            write(map.valueAt(i), out);
        }
        out.writeEndObject();
    }
}
