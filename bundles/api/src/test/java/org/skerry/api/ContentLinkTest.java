// SPDX-License-Identifier: Apache-2.0
package org.skerry.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ContentLinkTest {

    private final Secret secret = Secret.random(new SecureRandom());
    private final ChunkId root = ChunkId.of(Secret.random(new SecureRandom()).bytes());
    private final ContentLink link = ContentLink.of(root, secret);

    @Test
    void comesBackFromItsText() {
        ContentLink full = new ContentLink(
                root, List.of("wss://relay.example/a?b=c&d"), List.of(PeerId.of(new byte[32])), Optional.of(secret));
        assertThat(ContentLink.parse(full.toString())).isEqualTo(full);
        assertThat(ContentLink.parse("  " + link + "\n")).isEqualTo(link);
    }

    @Test
    void withoutItsFragmentItNamesTheContentAndOpensNothing() {
        String text = link.toString();
        ContentLink clear = ContentLink.parse(text.substring(0, text.indexOf('#')));
        assertThat(clear).isEqualTo(link.withoutSecret());
        assertThat(clear.secret()).isEmpty();
        assertThat(clear.swarm()).isEqualTo(link.swarm());
    }

    @Test
    void everyTruncationIsRefusedExceptAtTheFragment() {
        String text = link.toString();
        for (int end = 0; end < text.length(); end++) {
            String cut = text.substring(0, end);
            if (end != text.indexOf('#')) {
                assertThatIllegalArgumentException()
                        .as(cut)
                        .isThrownBy(() -> ContentLink.parse(cut))
                        .withMessageStartingWith("malformed link: ");
            }
        }
    }

    @Test
    void asksOfWhateverIsCutWhetherItWasCopiedWhole() {
        String text = new ContentLink(
                        root, List.of("wss://relay"), List.of(PeerId.of(new byte[32])), Optional.of(secret))
                .toString();
        for (int end = "skerry:".length(); end < text.length(); end++) {
            String cut = text.substring(0, end);
            try {
                ContentLink.parse(cut);
                assertThat(end).as(cut).isLessThanOrEqualTo(text.indexOf('#'));
            } catch (IllegalArgumentException e) {
                assertThat(e).as(cut).hasMessageEndingWith("; was it copied whole?");
            }
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ContentLink.parse(text + "AAAA"))
                .withMessageContaining("too long");
    }

    @Test
    void everyMistypedCharacterIsRefused() {
        String text = link.toString();
        for (int at = "skerry:".length(); at < text.length() - 1; at++) {
            if (at == text.indexOf('#')) {
                continue;
            }
            String mistyped = text.substring(0, at) + (text.charAt(at) == 'c' ? 'd' : 'c') + text.substring(at + 1);
            assertThatIllegalArgumentException().as(mistyped).isThrownBy(() -> ContentLink.parse(mistyped));
        }
    }

    @Test
    void messagesNeverRepeatTheSecret() {
        String text = link.toString();
        String broken = text.substring(0, text.length() - 3) + "AAA";
        String fragment = text.substring(text.indexOf('#') + 3);
        assertThatThrownBy(() -> ContentLink.parse(broken))
                .satisfies(error -> assertThat(error.getMessage()).doesNotContain(fragment.substring(0, 16)));
        assertThat(secret.toString()).doesNotContain(fragment.substring(0, 8));
    }

    @Test
    void refusesTooManyHintsAndSkipsUnknownOnes() {
        String head = "skerry:" + root;
        String nine = String.join("&", Collections.nCopies(9, "relay=wss%3A%2F%2Fa"));
        assertThatIllegalArgumentException().isThrownBy(() -> ContentLink.parse(head + "?" + nine));
        assertThat(ContentLink.parse(head + "?colour=red&relay=wss%3A%2F%2Fa").relays())
                .containsExactly("wss://a");
        assertThatIllegalArgumentException().isThrownBy(() -> ContentLink.parse(head + "?relay=%zz"));
        assertThatIllegalArgumentException().isThrownBy(() -> ContentLink.parse(head + "?peer=nobody"));
    }

    @Test
    void refusesALinkOfAnotherVersion() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ContentLink.parse("skerry:" + root + "#2.AAAA"))
                .withMessageContaining("version");
    }
}
