// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.check;

import java.util.List;

/**
 * Mistakes in the configuration, one line for people each, beginning with the file or the component.
 *
 * @param errors what keeps the node from doing its work
 * @param warnings what is ignored
 */
public record ConfigurationReport(List<String> errors, List<String> warnings) {

    /** Nothing wrong. */
    public static final ConfigurationReport CLEAN = new ConfigurationReport(List.of(), List.of());

    /** Copies. */
    public ConfigurationReport {
        errors = List.copyOf(errors);
        warnings = List.copyOf(warnings);
    }
}
