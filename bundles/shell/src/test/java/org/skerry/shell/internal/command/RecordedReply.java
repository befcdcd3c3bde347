// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers an answer, and hangs up when a test says so. */
final class RecordedReply implements Reply {

    final List<ObjectNode> events = new CopyOnWriteArrayList<>();
    final List<Runnable> onHangUp = new CopyOnWriteArrayList<>();
    Integer code;
    String error = "";

    void hangUp() {
        onHangUp.forEach(Runnable::run);
    }

    List<ObjectNode> events(String name) {
        return events.stream()
                .filter(it -> it.path("event").asText().equals(name))
                .toList();
    }

    @Override
    public void event(ObjectNode event) {
        if (code == null) {
            events.add(event);
        }
    }

    @Override
    public void exit(int with, String why) {
        if (code == null) {
            code = with;
            error = why;
        }
    }

    @Override
    public void onHangUp(Runnable action) {
        onHangUp.add(action);
    }
}
