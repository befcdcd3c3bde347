// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.cbor;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** An immutable array of items. The typed accessors check what a peer sent and say what was wrong and where. */
public final class CborArray implements CborValue {

    private final List<CborValue> items;

    private CborArray(List<CborValue> items) {
        this.items = items;
    }

    /** An array of these items, in this order. */
    public static CborArray of(List<? extends CborValue> items) {
        return new CborArray(List.copyOf(items));
    }

    /**
     * An array of integers.
     *
     * @throws IllegalArgumentException if one is outside ±(2^53 - 1)
     */
    public static CborArray ofInts(long... values) {
        return of(Arrays.stream(values).mapToObj(CborInt::new).toList());
    }

    /** An array of texts. */
    public static CborArray ofTexts(String... values) {
        return ofTexts(Arrays.asList(values));
    }

    /**
     * An array of texts.
     *
     * @throws IllegalArgumentException if one holds an unpaired surrogate
     */
    public static CborArray ofTexts(Collection<String> values) {
        return of(values.stream().map(CborText::of).toList());
    }

    /** An array of byte strings, which are not copied. */
    public static CborArray ofBytes(byte[]... values) {
        return ofBytes(Arrays.asList(values));
    }

    /** An array of byte strings, which are not copied. */
    public static CborArray ofBytes(Collection<byte[]> values) {
        return of(values.stream().map(CborBytes::of).toList());
    }

    /** Number of items. */
    public int size() {
        return items.size();
    }

    /** The items, unmodifiable. */
    public List<CborValue> items() {
        return items;
    }

    /** @throws MalformedCborException if there is no item {@code i} */
    public CborValue get(int i) throws MalformedCborException {
        if (i < 0 || i >= items.size()) {
            throw new MalformedCborException("array of " + items.size() + " has no item " + i);
        }
        return items.get(i);
    }

    /** Item {@code i} as an integer between {@code min} and {@code max}, both included. */
    public long intAt(int i, long min, long max) throws MalformedCborException {
        return Typed.integer(get(i), Typed.Place.ITEM, i, min, max);
    }

    /** Item {@code i} as a byte string of {@code minLength} to {@code maxLength} bytes; not a copy. */
    public byte[] bytesAt(int i, int minLength, int maxLength) throws MalformedCborException {
        return Typed.bytes(get(i), Typed.Place.ITEM, i, minLength, maxLength);
    }

    /** Item {@code i} as a text of at most {@code maxUtf8Bytes}. */
    public String textAt(int i, int maxUtf8Bytes) throws MalformedCborException {
        return Typed.text(get(i), Typed.Place.ITEM, i, maxUtf8Bytes);
    }

    /** Item {@code i} as a boolean. */
    public boolean boolAt(int i) throws MalformedCborException {
        return Typed.bool(get(i), Typed.Place.ITEM, i);
    }

    /** Item {@code i} as a map. */
    public CborMap mapAt(int i) throws MalformedCborException {
        return Typed.map(get(i), Typed.Place.ITEM, i);
    }

    /** Item {@code i} as an array of any size that the limits of the decoder let through. */
    public CborArray arrayAt(int i) throws MalformedCborException {
        return Typed.array(get(i), Typed.Place.ITEM, i, Integer.MAX_VALUE);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CborArray array && items.equals(array.items);
    }

    @Override
    public int hashCode() {
        return items.hashCode();
    }

    @Override
    public String toString() {
        return items.toString();
    }
}
