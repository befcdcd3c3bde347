// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.skerry.shell.internal.command.Reply;

/** Prints an answer on a console, as text, while someone waits for it. */
final class PrintedReply implements Reply {

    private final PrintStream out;
    private final CountDownLatch over = new CountDownLatch(1);
    private final List<Runnable> onHangUp = new ArrayList<>();
    private String state = "";
    private boolean gone;

    PrintedReply(PrintStream out) {
        this.out = out;
    }

    /** Waits for the end; an interrupt hangs up. */
    void await() {
        try {
            over.await();
        } catch (InterruptedException e) {
            List<Runnable> actions;
            synchronized (this) {
                gone = true;
                actions = List.copyOf(onHangUp);
            }
            actions.forEach(Runnable::run);
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void event(ObjectNode event) {
        if (gone || over.getCount() == 0) {
            return;
        }
        switch (event.path("event").asText()) {
            case "message" -> out.println(Reply.oneLine(event.path("text").asText()));
            case "data" -> PlainText.print(event.path("value"), out);
            case "progress" -> showProgress(event.path("value"));
            case "result" ->
                out.println(event.path("outcome").asText() + " "
                        + Reply.oneLine(event.path("folder").asText()));
            default -> {}
        }
    }

    /** Only what is new to read: percents and notes. */
    private void showProgress(JsonNode status) {
        if (!status.has("state")) {
            return;
        }
        long total = status.path("bytesTotal").asLong();
        String percent = total > 0 ? " " + status.path("bytesDone").asLong() * 10 / total * 10 + " %" : "";
        String now = status.path("state").asText() + percent + " "
                + status.path("note").asText();
        if (!now.equals(state)) {
            state = now;
            out.println(Reply.oneLine(now).strip());
        }
    }

    @Override
    public void exit(int code, String error) {
        synchronized (this) {
            if (over.getCount() > 0 && !error.isEmpty()) {
                out.println("skerry: " + Reply.oneLine(error));
            }
        }
        over.countDown();
    }

    @Override
    public void onHangUp(Runnable action) {
        synchronized (this) {
            if (!gone) {
                onHangUp.add(action);
                return;
            }
        }
        action.run();
    }
}
