// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import org.skerry.runtime.node.NativePackages;

/** Adds to the status of a node, which runs on this machine, why it has no WebRTC though it should, and what to install. */
final class NativeWarning {

    private static final String TRANSPORT = "webrtc";
    private static final String WARNINGS = "warnings";

    private NativeWarning() {}

    static JsonValue addTo(JsonValue value, List<String> features, List<String> missing) {
        JsonObject status = value.asJsonObject();
        boolean told = missing.isEmpty()
                || !features.contains("transport-" + TRANSPORT)
                || Json.objects(status, "findings").stream()
                        .filter(it -> Json.text(it, "name").startsWith("transport"))
                        .anyMatch(it -> (Json.text(it, "name") + Json.text(it, "message")).contains(TRANSPORT));
        if (told) {
            return status;
        }
        JsonArrayBuilder warnings = jakarta.json.Json.createArrayBuilder();
        Json.texts(status, WARNINGS).forEach(warnings::add);
        warnings.add("no WebRTC, only other transports: packages are missing; install them and restart the node: "
                + NativePackages.command(missing));
        return jakarta.json.Json.createObjectBuilder(status)
                .add(WARNINGS, warnings)
                .build();
    }
}
