// SPDX-License-Identifier: Apache-2.0
package org.skerry.webrtc.host.internal;

import java.util.function.UnaryOperator;

/**
 * Limits, from framework properties: the host uses no configuration service, which would refresh it.
 *
 * @param factories how many factories work side by side; each has one network thread, which is what bounds its rate
 * @param messagesPerFactory how many messages a factory receives before it is replaced
 * @param niceness of the network threads, where they may be raised that far; 0 leaves them as Java sets them, at -5 there
 */
record HostSettings(int factories, long messagesPerFactory, int niceness) {

    static final String FACTORIES = "skerry.webrtc.factories";
    static final String MESSAGES = "skerry.webrtc.messages.per.factory";

    static final String NICENESS = "skerry.webrtc.niceness";

    private static final int MOST_FACTORIES = 16;
    private static final long LEAST_MESSAGES = 100;
    private static final int CORES_FOR_TWO = 4;
    /** The niceness of Java's highest priority. */
    private static final int OF_JAVA = -5;

    static HostSettings of(UnaryOperator<String> properties) {
        int cores = Runtime.getRuntime().availableProcessors();
        return new HostSettings(
                (int) number(properties, FACTORIES, cores < CORES_FOR_TWO ? 1 : 2, 1, MOST_FACTORIES),
                number(properties, MESSAGES, 200_000, LEAST_MESSAGES, Integer.MAX_VALUE),
                niceness(properties));
    }

    private static int niceness(UnaryOperator<String> properties) {
        int niceness = (int) number(properties, NICENESS, -10, -20, 0);
        if (niceness < 0 && niceness >= OF_JAVA) {
            throw new IllegalArgumentException(NICENESS + " = " + niceness
                    + " in etc/node.properties is no more than Java does itself: set -20 to -6, or 0");
        }
        return niceness;
    }

    private static long number(UnaryOperator<String> properties, String key, long otherwise, long min, long max) {
        String text = properties.apply(key);
        if (text == null || text.isBlank()) {
            return otherwise;
        }
        try {
            long value = Long.parseLong(text.strip());
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // told below, with the range
        }
        throw new IllegalArgumentException(
                key + " = " + text + " in etc/node.properties is no number from " + min + " to " + max);
    }
}
