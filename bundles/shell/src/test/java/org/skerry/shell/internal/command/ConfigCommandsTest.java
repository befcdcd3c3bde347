// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConfigCommandsTest extends CommandsCase {

    private JsonNode run(String command, ObjectNode arguments) {
        reply = new RecordedReply();
        commands.run(command, arguments, reply);
        loop.runReady();
        return reply.events("data").isEmpty()
                ? Json.object()
                : reply.events("data").get(0).path("value");
    }

    private static ObjectNode key(String key) {
        return Json.object().put("pid", FakeSettings.PID).put("key", key);
    }

    @Test
    void listsAllThatPeopleAndProgramsAskFor() {
        JsonNode all = run("config-list", Json.object());

        assertThat(reply.code).isZero();
        assertThat(all).hasSize(1);
        assertThat(all.get(0))
                .hasToString("{\"pid\":\"org.acme\",\"key\":\"max.speed\",\"value\":\"5\",\"default\":\"3\","
                        + "\"type\":\"integer\",\"allowed\":\"integer (1 to 9)\",\"where\":\"etc/x.cfg\","
                        + "\"atStart\":true,\"meaning\":\"How fast\"}");
    }

    @Test
    void getsOneKey() {
        assertThat(run("config-get", key(FakeSettings.KEY)).path("value").asText())
                .isEqualTo("5");
        run("config-get", key("max.sped"));
        assertThat(reply.code).isEqualTo(Reply.USAGE);
        assertThat(reply.error).isEqualTo("org.acme has no key max.sped; did you mean max.speed?");
    }

    @Test
    void setsAndUnsets() {
        JsonNode set = run("config-set", key(FakeSettings.KEY).put("value", "7"));

        assertThat(reply.code).isZero();
        assertThat(set)
                .hasToString("{\"pid\":\"org.acme\",\"key\":\"max.speed\",\"before\":\"5\",\"value\":\"7\","
                        + "\"file\":\"etc/x.cfg\",\"effect\":\"in-force\"}");
        assertThat(run("config-unset", key(FakeSettings.KEY)).path("value").asText())
                .isEqualTo("3");
        assertThat(node.settings.changes).isEqualTo(List.of("org.acme max.speed 7", "org.acme max.speed -"));
    }

    @Test
    void endsAsTheRefusalSays() {
        node.settings.failure = Optional.of(SettingException.senseless("max.speed: 10 is too large (1 to 9)"));
        run("config-set", key(FakeSettings.KEY).put("value", "10"));
        assertThat(reply.code).isEqualTo(Reply.USAGE);
        assertThat(reply.error).isEqualTo("max.speed: 10 is too large (1 to 9)");

        node.settings.failure = Optional.of(SettingException.failed("refused\nfor good"));
        run("config-unset", key(FakeSettings.KEY));
        assertThat(reply.code).isEqualTo(Reply.FAILED);
        assertThat(reply.error).isEqualTo("refused for good");

        node.settings.failure = Optional.of(new IllegalStateException("gone"));
        run("config-list", Json.object());
        assertThat(reply.code).isEqualTo(Reply.FAILED);
        assertThat(reply.error).contains("gone");
    }

    @Test
    void wantsAllItsArguments() {
        run("config-set", key(FakeSettings.KEY));
        assertThat(reply.code).isEqualTo(Reply.USAGE);
        assertThat(reply.error).isEqualTo("'value' is missing");
        run("config-unset", Json.object().put("pid", FakeSettings.PID));
        assertThat(reply.error).isEqualTo("'key' is missing");
    }
}
