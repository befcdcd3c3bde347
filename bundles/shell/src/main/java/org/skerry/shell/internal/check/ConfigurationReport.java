// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.check;

import java.util.List;

/**
 * Mistakes in the configuration, one line for people each, beginning with the file or the component.
 *
 * @param errors what keeps the node from doing what it was told
 * @param warnings what is ignored
 */
public record ConfigurationReport(List<Mistake> errors, List<String> warnings) {

    /** Nothing wrong. */
    public static final ConfigurationReport CLEAN = new ConfigurationReport(List.of(), List.of());

    /** Copies. */
    public ConfigurationReport {
        errors = List.copyOf(errors);
        warnings = List.copyOf(warnings);
    }

    /**
     * An error.
     *
     * @param component the PID, or factory PID, that the value is for
     * @param text one line for people
     * @param consequence what holds now in a running node, for people
     */
    public record Mistake(String component, String text, String consequence) {

        /** {@return the mistake and what follows from it, as a running node tells it} */
        public String inFull() {
            return text + "; " + consequence;
        }
    }
}
