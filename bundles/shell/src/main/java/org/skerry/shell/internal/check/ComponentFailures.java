// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.check;

import java.util.Map;
import java.util.TreeMap;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/** Which components could not be activated, and what they said; that is how they refuse a configuration. */
public final class ComponentFailures {

    private ComponentFailures() {}

    /** For each component that failed, by name, one line that begins with it. */
    static Map<String, String> of(ServiceComponentRuntime runtime) {
        Map<String, String> out = new TreeMap<>();
        for (ComponentDescriptionDTO description : runtime.getComponentDescriptionDTOs()) {
            for (ComponentConfigurationDTO configuration : runtime.getComponentConfigurationDTOs(description)) {
                if (configuration.state == ComponentConfigurationDTO.FAILED_ACTIVATION) {
                    String said = reason(configuration.failure);
                    out.put(
                            description.name,
                            said.startsWith(description.name) ? said : description.name + ": " + said);
                }
            }
        }
        return out;
    }

    /** The message of the deepest cause in a stack trace, which is what a DTO has of a failure. */
    public static String reason(String trace) {
        if (trace == null) {
            return "cannot be activated; see the log";
        }
        String found = trace.lines().findFirst().orElse("");
        for (String line : trace.lines().toList()) {
            if (line.startsWith("Caused by: ")) {
                found = line.substring("Caused by: ".length());
            }
        }
        int colon = found.indexOf(": ");
        boolean exceptionFirst = colon > 0 && found.substring(0, colon).matches("[\\w.$]+(Exception|Error)");
        return exceptionFirst ? found.substring(colon + 2) : found;
    }
}
