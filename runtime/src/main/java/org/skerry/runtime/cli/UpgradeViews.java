// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;

/** What {@code upgrade}, {@code rollback} and {@code features} print. */
final class UpgradeViews {

    private UpgradeViews() {}

    /** A line for each bundle that changes, one for those that stop for it, and what came of it. */
    static String report(JsonObject report) {
        StringBuilder out = new StringBuilder();
        TextTable table = new TextTable("BUNDLE", "FROM", "TO");
        List<JsonObject> changes = Json.objects(report, "changes");
        for (JsonObject it : changes) {
            table.row(Json.text(it, "name"), orDash(Json.text(it, "from")), orDash(Json.text(it, "to")));
        }
        if (!changes.isEmpty()) {
            out.append(table);
        }
        List<String> restarted = Json.texts(report, "restarted");
        if (!restarted.isEmpty()) {
            out.append("stop and start with them: ")
                    .append(String.join(", ", restarted))
                    .append('\n');
        }
        return out.append(Json.text(report, "outcome"))
                .append(": ")
                .append(Json.text(report, "message"))
                .append('\n')
                .toString();
    }

    static String features(JsonValue value) {
        TextTable table = new TextTable("FEATURE", "STATE", "BUNDLES");
        for (JsonObject it : Json.objects(value)) {
            boolean installed = it.getBoolean("installed", false);
            table.row(
                    Json.text(it, "name"),
                    installed ? "installed" : "-",
                    installed ? String.valueOf(Json.number(it, "bundles")) : "-");
        }
        return table.toString();
    }

    private static String orDash(String text) {
        return text.isEmpty() ? "-" : text;
    }
}
