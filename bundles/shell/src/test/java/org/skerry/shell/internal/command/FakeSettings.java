// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One PID with one key, which does what a test says. */
public final class FakeSettings implements Settings {

    public static final String PID = "org.acme";
    public static final String KEY = "max.speed";

    public final List<String> changes = new ArrayList<>();
    public Optional<Throwable> failure = Optional.empty();

    @Override
    public CompletionStage<List<Setting>> list(Optional<String> pid) {
        Setting setting = new Setting(PID, KEY, "5", "3", "integer", "integer (1 to 9)", "etc/x.cfg", "How fast", true);
        return answer(List.of(setting));
    }

    @Override
    public CompletionStage<Change> change(String pid, String key, Optional<String> value) {
        changes.add(pid + " " + key + " " + value.orElse("-"));
        return answer(new Change(pid, key, "5", value.orElse("3"), "etc/x.cfg", Effect.IN_FORCE));
    }

    private <T> CompletionStage<T> answer(T value) {
        return failure.<CompletionStage<T>>map(CompletableFuture::failedFuture)
                .orElseGet(() -> CompletableFuture.completedFuture(value));
    }
}
