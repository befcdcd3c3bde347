// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.skerry.api.ShareOptions;

class UnshareCommandTest extends CommandsCase {

    private void unshare(String what) {
        reply = new RecordedReply();
        commands.run("unshare", Json.object().put("what", what), reply);
        loop.runReady();
    }

    @Test
    void endsWhatWasSharedFromAPath() {
        skerry.share(List.of(Path.of("/films")), ShareOptions.DEFAULT);
        unshare("/films");
        assertThat(reply.code).isZero();
        assertThat(reply.events("data")
                        .get(0)
                        .path("value")
                        .get(0)
                        .path("paths")
                        .get(0)
                        .asText())
                .isEqualTo("/films");
        assertThat(skerry.shared.get(0).closed()).isTrue();
    }

    @Test
    void endsOneThatCouldNotBeOpenedByItsRoot() {
        String root = FakeSkerry.LINK.root().toString();
        skerry.unopened.add(FakeSkerry.LINK.root());
        unshare(root);
        assertThat(reply.code).isZero();
        assertThat(reply.events("data").get(0).path("value").get(0).path("root").asText())
                .isEqualTo(root);
        assertThat(skerry.unopened).isEmpty();
        unshare(root);
        assertThat(reply.code).isEqualTo(Reply.NOT_FOUND);
        assertThat(reply.error).isEqualTo("this node shares no " + root);
    }

    @Test
    void saysWhatIsNotShared() {
        unshare("/nothing");
        assertThat(reply.code).isEqualTo(Reply.NOT_FOUND);
        assertThat(reply.error).isEqualTo("this node shares no /nothing");
    }
}
