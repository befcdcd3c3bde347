// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.skerry.api.admin.Upkeep;
import org.skerry.base.loop.ManualLoop;

class UpkeepCommandTest {

    private final ManualLoop loop = new ManualLoop();
    private final FakeNode node = new FakeNode();
    private final RecordedReply reply = new RecordedReply();
    private final List<String> asked = new ArrayList<>();
    private Commands commands;

    /** Has one fault, which it can mend or not. */
    private final class Part implements Upkeep {

        private final String name;
        private final int turn;
        private final Outcome repaired;

        Part(String name, int turn, Outcome repaired) {
            this.name = name;
            this.turn = turn;
            this.repaired = repaired;
        }

        private CompletionStage<List<Kept>> kept(Outcome outcome) {
            asked.add(name);
            return CompletableFuture.completedFuture(
                    List.of(new Kept(name, 5, "chunks", 700, List.of(new Fault(outcome, name + "\nis damaged")))));
        }

        @Override
        public CompletionStage<List<Kept>> verify(boolean deep) {
            return deep ? kept(Outcome.FOUND) : CompletableFuture.completedFuture(List.of());
        }

        @Override
        public CompletionStage<List<Kept>> repair() {
            return kept(repaired);
        }

        @Override
        public int turn() {
            return turn;
        }
    }

    @BeforeEach
    void setUp() {
        commands = new Commands(node, loop, new WithSkerry(node, loop, Duration.ofSeconds(10)));
    }

    private void run(String command, boolean deep) {
        commands.run(command, Json.object().put("deep", deep), reply);
        loop.runReady();
    }

    @Test
    void exitsWithZeroOnlyIfNothingIsWrong() {
        node.upkeeps = List.of(new Part("one", 0, Upkeep.Outcome.MENDED));
        run("verify", false);
        assertThat(reply.code).isZero();
    }

    @Test
    void tellsEachFaultInOneLine() {
        node.upkeeps = List.of(new Part("one", 0, Upkeep.Outcome.MENDED));
        run("verify", true);
        assertThat(reply.code).isEqualTo(Reply.FAILED);
        var data = reply.events("data").get(0).path("value");
        assertThat(data.path("found").asInt()).isEqualTo(1);
        assertThat(data.at("/parts/0/items").asInt()).isEqualTo(5);
        assertThat(data.at("/parts/0/faults/0/message").asText()).isEqualTo("one is damaged");
    }

    @Test
    void repairsThoseOfALowerTurnFirstAndFailsOnlyForWhatIsLeft() {
        node.upkeeps =
                List.of(new Part("last", 1, Upkeep.Outcome.HEALING), new Part("first", 0, Upkeep.Outcome.MENDED));
        run("repair", false);
        assertThat(asked).containsExactly("first", "last");
        assertThat(reply.code).isZero();
    }

    @Test
    void failsForWhatCannotBeMended() {
        node.upkeeps = List.of(new Part("one", 0, Upkeep.Outcome.LEFT));
        run("repair", false);
        assertThat(reply.code).isEqualTo(Reply.FAILED);
    }

    @Test
    void asksTheOthersThoughOnePartFails() {
        Upkeep broken = new Upkeep() {
            @Override
            public CompletionStage<List<Kept>> verify(boolean deep) {
                return CompletableFuture.failedFuture(new IllegalStateException("the disk is gone"));
            }

            @Override
            public CompletionStage<List<Kept>> repair() {
                throw new IllegalStateException("the disk is gone");
            }
        };
        node.upkeeps = List.of(broken, new Part("one", 0, Upkeep.Outcome.MENDED));
        run("repair", false);
        assertThat(asked).containsExactly("one");
        assertThat(reply.code).isEqualTo(Reply.FAILED);
        assertThat(reply.events("data")
                        .get(0)
                        .at("/value/parts/0/faults/0/message")
                        .asText())
                .contains("the disk is gone");
    }
}
