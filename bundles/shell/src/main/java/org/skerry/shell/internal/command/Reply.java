// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Where the answer to one command goes. All methods may be called from any thread, never block and never throw. */
public interface Reply {

    /** Exit code: done. */
    int OK = 0;

    /** Exit code: it failed. */
    int FAILED = 1;

    /** Exit code: the request makes no sense. */
    int USAGE = 2;

    /** Exit code: not found, or given up. */
    int NOT_FOUND = 3;

    /** Sends an event as it is; dropped after {@link #exit} and when the client has gone. */
    void event(ObjectNode event);

    /**
     * Ends the answer; only the first call counts.
     *
     * @param code one of the exit codes
     * @param error one line for people, empty if all is well
     */
    void exit(int code, String error);

    /** Runs {@code action} once, on any thread, if the client goes before the answer has ended; at once if it has gone. */
    void onHangUp(Runnable action);

    /** Ends the answer well. */
    default void done() {
        exit(OK, "");
    }

    /** Sends a line for people. */
    default void message(String text) {
        event(Json.event("message").put("text", text));
    }

    /** Sends what was asked for. */
    default void data(JsonNode value) {
        event(Json.event("data").set("value", value));
    }

    /** Sends how far it has come. */
    default void progress(JsonNode value) {
        event(Json.event("progress").set("value", value));
    }

    /**
     * A text that may hold names which others chose, without what would break a line or steer a terminal.
     *
     * @param text any
     * @return the text, control characters replaced
     */
    static String oneLine(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Cf}]", " ");
    }
}
