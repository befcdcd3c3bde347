// SPDX-License-Identifier: Apache-2.0
package org.skerry.api;

/**
 * Names a transfer within its node, across restarts.
 *
 * @param value 1 to 32 characters of a–z and 0–9
 */
public record TransferId(String value) implements Comparable<TransferId> {

    /** Checks the form. */
    public TransferId {
        if (!value.matches("[a-z0-9]{1,32}")) {
            throw new IllegalArgumentException("a transfer id has 1 to 32 characters of a-z and 0-9: " + value);
        }
    }

    @Override
    public int compareTo(TransferId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
