// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.cbor;

import java.util.OptionalInt;

/** A text string that has a UTF-8 form: no unpaired surrogates. */
public final class CborText implements CborValue {

    private final String value;
    private final int utf8Bytes;

    CborText(String value, int utf8Bytes) {
        this.value = value;
        this.utf8Bytes = utf8Bytes;
    }

    /** @throws IllegalArgumentException if {@code value} holds an unpaired surrogate */
    public static CborText of(String value) {
        OptionalInt length = utf8Length(value);
        return new CborText(
                value, length.orElseThrow(() -> new IllegalArgumentException("text holds an unpaired surrogate")));
    }

    /** The text. */
    public String value() {
        return value;
    }

    /** Length of the UTF-8 form in bytes. */
    public int utf8Bytes() {
        return utf8Bytes;
    }

    /** Length in UTF-8, empty when there is no such form. */
    static OptionalInt utf8Length(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                bytes += 1;
            } else if (c < 0x800) {
                bytes += 2;
            } else if (!Character.isSurrogate(c)) {
                bytes += 3;
            } else if (startsPair(text, i)) {
                bytes += 4;
                i++;
            } else {
                return OptionalInt.empty();
            }
        }
        return OptionalInt.of(bytes);
    }

    private static boolean startsPair(String text, int i) {
        return i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CborText text && value.equals(text.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    /** Names the length only: texts may be paths that a log must not show. */
    @Override
    public String toString() {
        return "text[" + utf8Bytes + "]";
    }
}
