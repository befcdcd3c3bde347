// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.loop;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ThreadCrewTest {

    private static final String NAME = "crew-test";

    @Test
    void hasThreadsFromTheFirstRequestToItsEnd() throws Exception {
        ThreadCrew crew = new ThreadCrew();
        assertThat(Threads.alive(NAME)).isEmpty();
        Workers workers = crew.workers(NAME + "-worker", 2, thrown -> {});
        Loop loop = crew.loop(NAME + "-loop", thrown -> {});
        CompletableFuture<Boolean> onLoop = workers.submit(() -> "work")
                .thenApplyAsync(done -> loop.inLoop(), loop)
                .toCompletableFuture();
        assertThat(onLoop.get(10, SECONDS)).isTrue();
        CompletionStage<String> stuck = workers.submit(() -> {
            Thread.sleep(60_000);
            return "never";
        });
        crew.close();
        assertThat(stuck.toCompletableFuture()).isCompletedExceptionally();
        await().untilAsserted(() -> assertThat(Threads.alive(NAME)).isEmpty());
        assertThatIllegalStateException().isThrownBy(() -> crew.workers(NAME, 1, thrown -> {}));
        assertThatIllegalStateException().isThrownBy(() -> crew.loop(NAME, thrown -> {}));
    }
}
