// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.cbor;

import java.util.Locale;

/** Checks of one item's type and range. The place goes into the message, which is built only when a check fails. */
final class Typed {

    enum Place {
        KEY,
        ITEM
    }

    private Typed() {}

    static long integer(CborValue value, Place place, int at, long min, long max) throws MalformedCborException {
        if (!(value instanceof CborInt number)) {
            throw wrongType(value, place, at, "an integer");
        }
        if (number.value() < min || number.value() > max) {
            throw malformed(place, at, number.value() + " is not within " + min + " to " + max);
        }
        return number.value();
    }

    static byte[] bytes(CborValue value, Place place, int at, int min, int max) throws MalformedCborException {
        if (!(value instanceof CborBytes bytes)) {
            throw wrongType(value, place, at, "a byte string");
        }
        int length = bytes.value().length;
        if (length < min || length > max) {
            throw malformed(place, at, length + " bytes are not within " + min + " to " + max);
        }
        return bytes.value();
    }

    static String text(CborValue value, Place place, int at, int maxUtf8Bytes) throws MalformedCborException {
        if (!(value instanceof CborText text)) {
            throw wrongType(value, place, at, "a text");
        }
        if (text.utf8Bytes() > maxUtf8Bytes) {
            throw malformed(place, at, "a text of " + text.utf8Bytes() + " bytes, over " + maxUtf8Bytes);
        }
        return text.value();
    }

    static boolean bool(CborValue value, Place place, int at) throws MalformedCborException {
        if (!(value instanceof CborBool bool)) {
            throw wrongType(value, place, at, "a boolean");
        }
        return bool.value();
    }

    static CborArray array(CborValue value, Place place, int at, int maxItems) throws MalformedCborException {
        if (!(value instanceof CborArray array)) {
            throw wrongType(value, place, at, "an array");
        }
        if (array.size() > maxItems) {
            throw malformed(place, at, array.size() + " items, over " + maxItems);
        }
        return array;
    }

    static CborMap map(CborValue value, Place place, int at) throws MalformedCborException {
        if (!(value instanceof CborMap map)) {
            throw wrongType(value, place, at, "a map");
        }
        return map;
    }

    private static MalformedCborException wrongType(CborValue value, Place place, int at, String expected) {
        return malformed(place, at, "expected " + expected + ", found " + nameOf(value));
    }

    private static MalformedCborException malformed(Place place, int at, String what) {
        return new MalformedCborException(place.name().toLowerCase(Locale.ROOT) + " " + at + ": " + what);
    }

    private static String nameOf(CborValue value) {
        if (value instanceof CborInt) {
            return "an integer";
        } else if (value instanceof CborBytes) {
            return "a byte string";
        } else if (value instanceof CborText) {
            return "a text";
        } else if (value instanceof CborArray) {
            return "an array";
        } else if (value instanceof CborMap) {
            return "a map";
        }
        return value instanceof CborBool ? "a boolean" : "null";
    }
}
