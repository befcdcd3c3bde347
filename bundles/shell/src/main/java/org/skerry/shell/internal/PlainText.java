// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.Map;
import org.skerry.shell.internal.command.Reply;

/** Prints a document for people to read: one entry of a list in a line, one entry of an object in a line. */
final class PlainText {

    private PlainText() {}

    static void print(JsonNode value, PrintStream out) {
        if (value.isArray()) {
            value.forEach(item -> out.println(line(item)));
            return;
        }
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            if (field.getValue().isArray()) {
                out.println(field.getKey() + ":");
                field.getValue().forEach(item -> out.println("  " + line(item)));
            } else {
                out.println(field.getKey() + ": " + line(field.getValue()));
            }
        }
    }

    private static String line(JsonNode item) {
        if (!item.isObject()) {
            return item.isValueNode() ? Reply.oneLine(item.asText()) : item.toString();
        }
        StringBuilder out = new StringBuilder();
        for (Map.Entry<String, JsonNode> field : item.properties()) {
            out.append(out.isEmpty() ? "" : "  ")
                    .append(field.getKey())
                    .append('=')
                    .append(line(field.getValue()));
        }
        return out.toString();
    }
}
