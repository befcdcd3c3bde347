// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.wire;

/** A constant that travels as a number, which is part of the protocol: it never changes, and none is used twice. */
interface Numbered {

    /** {@return what travels} */
    int number();

    /**
     * Finds a constant.
     *
     * @param all of its kind
     * @param number as received
     * @throws ProtocolViolation if there is none
     */
    static <T extends Numbered> T of(T[] all, long number) throws ProtocolViolation {
        for (T each : all) {
            if (each.number() == number) {
                return each;
            }
        }
        throw new ProtocolViolation("unknown number " + number + " of a "
                + all.getClass().getComponentType().getSimpleName());
    }
}
