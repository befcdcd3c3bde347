// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class ManualCrewTest {

    private static final Duration TASK = Duration.ofMillis(3);

    private final ManualLoop clock = new ManualLoop();
    private final ManualCrew crew = new ManualCrew(clock, name -> name.equals("slow") ? TASK : Duration.ZERO);
    private final List<String> said = new ArrayList<>();

    private Workers workers(String name, int count) {
        return crew.workers(name, count, thrown -> said.add("reported"));
    }

    private void say(String word) {
        said.add(word + "@" + Duration.ofNanos(clock.nanoTime()).toMillis());
    }

    @Test
    void runsNothingBeforeTheLoopDoes() {
        CompletionStage<String> stage = workers("quick", 1).submit(() -> "done");
        assertThat(stage.toCompletableFuture()).isNotDone();
        clock.runReady();
        assertThat(stage.toCompletableFuture()).isCompletedWithValue("done");
    }

    @Test
    void doesAsManyTasksAtATimeAsItHasWorkers() {
        Workers two = workers("slow", 2);
        for (int i = 1; i <= 5; i++) {
            String word = "task " + i;
            two.execute(() -> say(word));
        }
        assertThat(two.queued()).isEqualTo(3);
        clock.advance(Duration.ofSeconds(1));
        assertThat(said).containsExactly("task 1@3", "task 2@3", "task 3@6", "task 4@6", "task 5@9");
        assertThat(two.queued()).isZero();
        assertThatIllegalArgumentException().isThrownBy(() -> workers("none", 0));
    }

    @Test
    void aTaskThatWaitsDoesWhatItWaitsForInOrderAndAtOnce() {
        Workers inner = workers("slow", 2);
        CompletionStage<Integer> outer = workers("quick", 1).submit(() -> {
            inner.execute(() -> say("before"));
            CompletionStage<Integer> awaited = inner.submit(() -> 42);
            inner.execute(() -> say("after"));
            inner.expedite(awaited);
            say("answered");
            return awaited.toCompletableFuture().get();
        });
        clock.runReady();
        assertThat(outer.toCompletableFuture()).isCompletedWithValue(42);
        assertThat(said).containsExactly("before@0", "answered@0");
        clock.advance(Duration.ofSeconds(1));
        assertThat(said).containsExactly("before@0", "answered@0", "after@3");
    }

    @Test
    void waitingForWhatNoOneWillDoIsAnErrorInsteadOfStandingStill() {
        Workers workers = workers("quick", 1);
        assertThatIllegalStateException()
                .isThrownBy(() -> workers.expedite(new CompletableFuture<>()))
                .withMessageContaining("no other one will do");
    }

    @Test
    void yieldsFailuresAndSkipsWhatWasCancelled() {
        Workers workers = workers("quick", 1);
        IOException failure = new IOException("disk");
        CompletionStage<String> failed = workers.submit(() -> {
            throw failure;
        });
        CompletionStage<Boolean> cancelled = workers.submit(() -> said.add("ran"));
        cancelled.toCompletableFuture().cancel(false);
        clock.runReady();
        assertThatThrownBy(() -> failed.toCompletableFuture().get()).hasCause(failure);
        assertThat(said).isEmpty();
    }

    @Test
    void whatAPlainTaskThrowsComesOutOfTheLoopAndTheNextGoesOn() {
        Workers workers = workers("quick", 1);
        workers.execute(() -> {
            throw new IllegalArgumentException("broken");
        });
        workers.execute(() -> say("next"));
        assertThatIllegalArgumentException().isThrownBy(clock::runReady).withMessage("broken");
        clock.runReady();
        assertThat(said).containsExactly("next@0");
    }

    @Test
    void closingCancelsInOrderAndEndsTimersOfThisCrewOnly() {
        Loop loop = crew.loop("loop", thrown -> {});
        loop.execute(() -> say("posted"));
        loop.schedule(TASK, () -> say("timer"));
        Workers workers = workers("slow", 1);
        for (int i = 0; i < 20; i++) {
            String word = "cancelled " + i;
            workers.submit(() -> said.add("ran")).whenComplete((done, failure) -> {
                assertThat(failure).isInstanceOf(CancellationException.class);
                say(word);
            });
        }
        ManualCrew other = new ManualCrew(clock);
        other.loop("loop", thrown -> {}).schedule(TASK, () -> say("other"));
        crew.close();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            expected.add("cancelled " + i + "@0");
        }
        assertThat(said).containsExactlyElementsOf(expected);
        said.clear();
        clock.advance(Duration.ofSeconds(1));
        assertThat(said).containsExactly("other@3");
        loop.execute(() -> say("late"));
        loop.schedule(TASK, () -> say("late"));
        workers.execute(() -> say("late"));
        assertThat(workers.submit(() -> 1).toCompletableFuture()).isCompletedExceptionally();
        assertThat(clock.advance(Duration.ofSeconds(1))).isZero();
        assertThatIllegalStateException().isThrownBy(() -> workers("slow", 1));
        assertThatIllegalStateException().isThrownBy(() -> crew.loop("loop", thrown -> {}));
    }

    @Test
    void eachLoopKnowsItsOwnTasks() {
        Loop mine = crew.loop("mine", thrown -> {});
        Loop theirs = crew.loop("theirs", thrown -> {});
        mine.execute(() -> say(mine.inLoop() + " " + theirs.inLoop()));
        clock.runReady();
        assertThat(said).containsExactly("true false@0");
        assertThat(mine.inLoop()).isFalse();
        assertThat(mine.now()).isEqualTo(clock.now());
    }
}
