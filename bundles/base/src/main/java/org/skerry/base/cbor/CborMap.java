// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.cbor;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An immutable map with integer keys in canonical order: 0, 1, 2, … and then -1, -2, … (the bytewise order of the
 * encoded keys, RFC 8949 section 4.2.1).
 *
 * <p>The {@code required…} accessors throw {@link MalformedCborException} with a message that names the key when it is
 * absent, of another type or out of range; the {@code optional…} ones accept absence and are as strict otherwise. Bounds
 * are inclusive. Byte strings are returned as they are, not copied. Keys that nobody asks for are ignored, so that
 * later versions can add some.
 */
public final class CborMap implements CborValue {

    private final int[] keys;
    private final CborValue[] values;

    /** Keys strictly ascending in canonical order, values beside them; both arrays are handed over. */
    CborMap(int[] keys, CborValue[] values) {
        this.keys = keys;
        this.values = values;
    }

    /** An empty builder. */
    public static Builder builder() {
        return new Builder();
    }

    /** Position of a key in canonical order. */
    static long rank(int key) {
        return key >= 0 ? key : (1L << 31) + ~key;
    }

    /** Number of entries. */
    public int size() {
        return keys.length;
    }

    /** The keys in canonical order, unmodifiable. */
    public Set<Integer> keys() {
        Set<Integer> all = new LinkedHashSet<>();
        for (int key : keys) {
            all.add(key);
        }
        return Collections.unmodifiableSet(all);
    }

    /** Whether there is such a key, whatever its value. */
    public boolean has(int key) {
        return find(key) != null;
    }

    /** The value of a key as it is. */
    public Optional<CborValue> get(int key) {
        return Optional.ofNullable(find(key));
    }

    /** The integer of {@code key}. */
    public long requiredInt(int key, long min, long max) throws MalformedCborException {
        return Typed.integer(require(key), Typed.Place.KEY, key, min, max);
    }

    /** The integer of {@code key}, if there is one. */
    public OptionalLong optionalInt(int key, long min, long max) throws MalformedCborException {
        CborValue value = find(key);
        return value == null
                ? OptionalLong.empty()
                : OptionalLong.of(Typed.integer(value, Typed.Place.KEY, key, min, max));
    }

    /** The byte string of {@code key}, of {@code minLength} to {@code maxLength} bytes. */
    public byte[] requiredBytes(int key, int minLength, int maxLength) throws MalformedCborException {
        return Typed.bytes(require(key), Typed.Place.KEY, key, minLength, maxLength);
    }

    /** The byte string of {@code key}, if there is one. */
    public Optional<byte[]> optionalBytes(int key, int minLength, int maxLength) throws MalformedCborException {
        CborValue value = find(key);
        return value == null
                ? Optional.empty()
                : Optional.of(Typed.bytes(value, Typed.Place.KEY, key, minLength, maxLength));
    }

    /** The text of {@code key}, at most {@code maxUtf8Bytes} long. */
    public String requiredText(int key, int maxUtf8Bytes) throws MalformedCborException {
        return Typed.text(require(key), Typed.Place.KEY, key, maxUtf8Bytes);
    }

    /** The text of {@code key}, if there is one. */
    public Optional<String> optionalText(int key, int maxUtf8Bytes) throws MalformedCborException {
        CborValue value = find(key);
        return value == null ? Optional.empty() : Optional.of(Typed.text(value, Typed.Place.KEY, key, maxUtf8Bytes));
    }

    /** The boolean of {@code key}. */
    public boolean requiredBool(int key) throws MalformedCborException {
        return Typed.bool(require(key), Typed.Place.KEY, key);
    }

    /** The boolean of {@code key}, or {@code absent} if there is none. */
    public boolean optionalBool(int key, boolean absent) throws MalformedCborException {
        CborValue value = find(key);
        return value == null ? absent : Typed.bool(value, Typed.Place.KEY, key);
    }

    /** The array of {@code key}, of at most {@code maxItems}. */
    public CborArray requiredArray(int key, int maxItems) throws MalformedCborException {
        return Typed.array(require(key), Typed.Place.KEY, key, maxItems);
    }

    /** The array of {@code key}, if there is one. */
    public Optional<CborArray> optionalArray(int key, int maxItems) throws MalformedCborException {
        CborValue value = find(key);
        return value == null ? Optional.empty() : Optional.of(Typed.array(value, Typed.Place.KEY, key, maxItems));
    }

    /** The map of {@code key}. */
    public CborMap requiredMap(int key) throws MalformedCborException {
        return Typed.map(require(key), Typed.Place.KEY, key);
    }

    /** The map of {@code key}, if there is one. */
    public Optional<CborMap> optionalMap(int key) throws MalformedCborException {
        CborValue value = find(key);
        return value == null ? Optional.empty() : Optional.of(Typed.map(value, Typed.Place.KEY, key));
    }

    int keyAt(int position) {
        return keys[position];
    }

    CborValue valueAt(int position) {
        return values[position];
    }

    private CborValue require(int key) throws MalformedCborException {
        CborValue value = find(key);
        if (value == null) {
            throw new MalformedCborException("key " + key + ": missing");
        }
        return value;
    }

    private @Nullable CborValue find(int key) {
        int low = 0;
        int high = keys.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = Long.compare(rank(keys[middle]), rank(key));
            if (order == 0) {
                return values[middle];
            } else if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return null;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CborMap map && Arrays.equals(keys, map.keys) && Arrays.equals(values, map.values);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(keys) + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < keys.length; i++) {
            text.append(i == 0 ? "" : ", ").append(keys[i]).append(": ").append(values[i]);
        }
        return text.append('}').toString();
    }

    /**
     * Collects entries in any order; each key once, a second time throws {@link IllegalArgumentException}. Not
     * thread-safe.
     */
    public static final class Builder {

        private final TreeMap<Long, CborValue> byRank = new TreeMap<>();

        private Builder() {}

        /** Puts any value. */
        public Builder put(int key, CborValue value) {
            if (byRank.putIfAbsent(rank(key), value) != null) {
                throw new IllegalArgumentException("key " + key + " twice");
            }
            return this;
        }

        /**
         * Puts an integer.
         *
         * @throws IllegalArgumentException if it is outside ±(2^53 - 1)
         */
        public Builder put(int key, long value) {
            return put(key, new CborInt(value));
        }

        /** Puts a byte string, which is not copied. */
        public Builder put(int key, byte[] value) {
            return put(key, CborBytes.of(value));
        }

        /**
         * Puts a text.
         *
         * @throws IllegalArgumentException if it holds an unpaired surrogate
         */
        public Builder put(int key, String value) {
            return put(key, CborText.of(value));
        }

        /** Puts a boolean. */
        public Builder put(int key, boolean value) {
            return put(key, CborBool.of(value));
        }

        /** Puts any value, nothing if it is null. */
        public Builder putIfPresent(int key, @Nullable CborValue value) {
            return value == null ? this : put(key, value);
        }

        /** Puts a byte string, nothing if it is null. */
        public Builder putIfPresent(int key, byte @Nullable [] value) {
            return value == null ? this : put(key, value);
        }

        /** Puts a text, nothing if it is null. */
        public Builder putIfPresent(int key, @Nullable String value) {
            return value == null ? this : put(key, value);
        }

        /** Puts an integer, nothing if it is null. */
        public Builder putIfPresent(int key, @Nullable Long value) {
            return value == null ? this : put(key, value.longValue());
        }

        /** Puts an integer, nothing if there is none. */
        public Builder putIfPresent(int key, OptionalLong value) {
            return value.isEmpty() ? this : put(key, value.getAsLong());
        }

        /** The map of what was put so far. */
        public CborMap build() {
            int[] keys = new int[byRank.size()];
            int at = 0;
            for (long rank : byRank.keySet()) {
                keys[at++] = rank < (1L << 31) ? (int) rank : ~(int) (rank - (1L << 31));
            }
            return new CborMap(keys, byRank.values().toArray(CborValue[]::new));
        }
    }
}
