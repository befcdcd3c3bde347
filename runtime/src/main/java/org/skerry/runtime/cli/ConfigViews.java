// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/** What the configuration of a node looks like to people. */
final class ConfigViews {

    private ConfigViews() {}

    /** All keys; of one PID with what they mean. */
    static String list(JsonValue value, boolean one) {
        List<String> titles = new ArrayList<>(List.of("KEY", "VALUE", "DEFAULT", "ALLOWED", "SET IN"));
        if (one) {
            titles.add("MEANING");
        } else {
            titles.add(0, "PID");
        }
        TextTable table = new TextTable(titles.toArray(String[]::new));
        for (JsonObject it : Json.objects(value)) {
            List<String> cells = new ArrayList<>(List.of(
                    Json.text(it, "key"),
                    orDash(Json.text(it, "value")),
                    orDash(Json.text(it, "default")),
                    Json.text(it, "allowed"),
                    orDash(Json.text(it, "where"))));
            if (one) {
                cells.add(Json.text(it, "meaning"));
            } else {
                cells.add(0, Json.text(it, "pid"));
            }
            table.row(cells.toArray(String[]::new));
        }
        return table.toString();
    }

    private static String orDash(String text) {
        return text.isEmpty() ? "-" : text;
    }

    /** One line: what it is now, what it was, and since when it counts. */
    static String changed(JsonObject change) {
        String effect = switch (Json.text(change, "effect")) {
            case "at-start" -> "counts when the node starts again";
            case "unused" -> "no component reads it now";
            case "soon" -> "in force within two seconds";
            default -> "in force";
        };
        return TextTable.printable(Json.text(change, "pid") + ": " + Json.text(change, "key") + " = "
                + Json.text(change, "value") + " (was " + orDash(Json.text(change, "before")) + "), " + effect + "; "
                + Json.text(change, "file"));
    }
}
