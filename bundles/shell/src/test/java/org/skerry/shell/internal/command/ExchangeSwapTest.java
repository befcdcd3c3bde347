// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.skerry.api.FetchOptions;
import org.skerry.api.Transfer;
import org.skerry.api.TransferResult;

/** A client that waits for a transfer while the exchange that has it is replaced. */
class ExchangeSwapTest extends CommandsCase {

    private void get(int stallMillis) {
        commands.run("get", arguments(stallMillis), reply);
        loop.runReady();
    }

    private static ObjectNode arguments(int stallMillis) {
        return Json.object()
                .put("link", FakeSkerry.LINK.toString())
                .put("folder", "/target")
                .put("stallMillis", stallMillis);
    }

    @Test
    void doesNotCancelWhatAStoppingExchangeTakesUpAgain() {
        get(600_000);
        skerry.fetched.get(0).end(new TransferResult.Cancelled());
        loop.advance(Duration.ofSeconds(9));
        assertThat(reply.code).isNull();
        loop.advance(Duration.ofSeconds(2));

        assertThat(reply.code).isEqualTo(Reply.FAILED);
        assertThat(skerry.fetched.get(0).isCancelled()).isFalse();
    }

    @Test
    void followsATransferIntoTheExchangeThatTakesItUp() {
        get(20_000);
        skerry.fetched.get(0).end(new TransferResult.Cancelled());
        loop.advance(Duration.ofMillis(10));
        node.skerry = Optional.empty();
        loop.advance(Duration.ofSeconds(2));
        FakeSkerry next = new FakeSkerry();
        node.skerry = Optional.of(next);
        loop.advance(Duration.ofSeconds(1)); // it reads what it has kept
        Transfer again = next.fetch(FakeSkerry.LINK, FetchOptions.into(Path.of("/target")));
        loop.advance(Duration.ofSeconds(1));
        assertThat(reply.code).isNull();
        assertThat(skerry.listeners).isEmpty();
        assertThat(next.listeners).hasSize(1);

        next.fetched.get(0).receive(50);
        loop.advance(Duration.ofSeconds(1));
        assertThat(reply.events("progress")).last().asString().contains("\"bytesDone\":50");
        next.fetched.get(0).end(new TransferResult.Complete(Optional.of(Path.of("/target"))));
        loop.runReady();
        assertThat(reply.code).isZero();
        assertThat(again).isSameAs(next.fetched.get(0));
        assertThat(next.listeners).isEmpty();
    }

    @Test
    void cancelsInTheNextExchangeWhatItsClientLeftMeanwhile() {
        get(600_000);
        skerry.fetched.get(0).end(new TransferResult.Cancelled());
        loop.advance(Duration.ofMillis(10));
        node.skerry = Optional.empty();
        reply.hangUp();
        loop.advance(Duration.ofSeconds(2));
        FakeSkerry next = new FakeSkerry();
        node.skerry = Optional.of(next);
        loop.advance(Duration.ofSeconds(1));
        Transfer again = next.fetch(FakeSkerry.LINK, FetchOptions.into(Path.of("/target")));
        loop.advance(Duration.ofSeconds(1));

        assertThat(again).isSameAs(next.fetched.get(0));
        assertThat(next.fetched.get(0).isCancelled()).isTrue();
        assertThat(skerry.fetched.get(0).isCancelled()).isFalse();
    }

    @Test
    void leavesInTheNextExchangeWhatAnotherClientWaitsFor() {
        get(600_000);
        skerry.fetched.get(0).end(new TransferResult.Cancelled());
        loop.advance(Duration.ofMillis(10));
        reply.hangUp();
        loop.advance(Duration.ofSeconds(1));
        FakeSkerry next = new FakeSkerry();
        node.skerry = Optional.of(next);
        RecordedReply other = new RecordedReply();
        commands.run("get", arguments(600_000), other);
        loop.advance(Duration.ofSeconds(9));

        assertThat(next.fetched).hasSize(1);
        assertThat(next.fetched.get(0).isCancelled()).isFalse();
    }
}
