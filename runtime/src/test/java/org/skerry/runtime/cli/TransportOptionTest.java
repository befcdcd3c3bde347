// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class TransportOptionTest {

    private static final List<String> HOME = List.of("framework", "transport-direct", "transport-webrtc", "shell");

    private boolean works = true;

    private List<String> features(List<String> home, String... arguments) {
        TransportOption option = new TransportOption();
        new CommandLine(CommandLine.Model.CommandSpec.create()
                        .addMixin("transport", CommandLine.Model.CommandSpec.forAnnotatedObject(option)))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .parseArgs(arguments);
        return option.features(home, works);
    }

    @Test
    void takesAllThatTheHomeNamesUnlessOneIsChosen() {
        assertThat(features(HOME)).isEqualTo(HOME);
        assertThat(features(HOME, "--transport", "auto")).isEqualTo(HOME);
    }

    @Test
    void leavesOnlyTheOneThatIsChosen() {
        assertThat(features(HOME, "--transport", "direct")).containsExactly("framework", "shell", "transport-direct");
        assertThat(features(HOME, "--transport", "webrtc")).containsExactly("framework", "shell", "transport-webrtc");
    }

    @Test
    void bringsTheOneThatIsChosenIfTheHomeLacksIt() {
        assertThat(features(List.of("framework", "transport-direct"), "--transport", "webrtc"))
                .containsExactly("framework", "transport-webrtc");
    }

    @Test
    void leavesWebRtcOutWhereItCannotWorkUnlessNothingElseIsThere() {
        works = false;
        assertThat(features(HOME)).containsExactly("framework", "transport-direct", "shell");
        List<String> alone = List.of("framework", "transport-webrtc");
        assertThat(features(alone)).isEqualTo(alone);
        assertThat(features(HOME, "--transport", "webrtc")).contains("transport-webrtc");
    }
}
