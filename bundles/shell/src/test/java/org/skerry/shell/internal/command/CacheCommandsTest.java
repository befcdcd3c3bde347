// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CacheCommandsTest extends CommandsCase {

    private static final String LINK = FakeSkerry.LINK.toString();
    private static final String ROOT = FakeSkerry.LINK.root().toString();

    private JsonNode run(String command, ObjectNode arguments) {
        reply = new RecordedReply();
        commands.run(command, arguments, reply);
        loop.runReady();
        return reply.events("data").isEmpty()
                ? Json.object()
                : reply.events("data").get(0).path("value");
    }

    private static ObjectNode link(String link) {
        return Json.object().put("link", link);
    }

    @Test
    void followsWithoutTheSecret() {
        JsonNode added = run("cache-add", link(LINK).put("pin", true));

        assertThat(reply.code).isZero();
        assertThat(added.path("root").asText()).isEqualTo(ROOT);
        assertThat(added.path("pinned").asBoolean()).isTrue();
        assertThat(skerry.cache.all.values())
                .allSatisfy(it -> assertThat(it.link().secret()).isEmpty());
    }

    @Test
    void listsWhatPeopleAndProgramsAskFor() {
        run("cache-add", link(LINK));
        JsonNode all = run("cache-list", Json.object());

        assertThat(all).hasSize(1);
        assertThat(all.get(0).path("state").asText()).isEqualTo("fetching");
        assertThat(all.get(0).path("bytesHere").asLong()).isEqualTo(5);
        assertThat(all.get(0).path("bytesTotal").asLong()).isEqualTo(10);
        assertThat(all.get(0).path("pinned").asBoolean()).isFalse();
        assertThat(all.get(0).path("lastServed").asText()).isEqualTo("1970-01-01T00:00:00Z");
    }

    @Test
    void pinsUnpinsAndDropsByLinkOrRoot() {
        run("cache-add", link(LINK));
        assertThat(run("cache-pin", link(ROOT)).path("pinned").asBoolean()).isTrue();
        assertThat(run("cache-unpin", link(LINK)).path("pinned").asBoolean(true))
                .isFalse();
        run("cache-drop", link(ROOT));
        assertThat(reply.code).isZero();
        assertThat(skerry.cache.all).isEmpty();
    }

    @Test
    void saysWhatIsNotThereAndWhatDoesNotFit() {
        run("cache-drop", link(LINK));
        assertThat(reply.code).isEqualTo(Reply.NOT_FOUND);
        assertThat(reply.error).contains(ROOT);

        skerry.cache.refusal = Optional.of("cannot pin it: too little");
        run("cache-add", link(LINK).put("pin", true));
        assertThat(reply.code).isEqualTo(Reply.FAILED);
        assertThat(reply.error).isEqualTo("cannot pin it: too little");
    }

    @Test
    void refusesWhatIsNoLink() {
        run("cache-add", link("nonsense"));
        assertThat(reply.code).isEqualTo(Reply.USAGE);
        assertThat(reply.error).contains("malformed link");
    }
}
