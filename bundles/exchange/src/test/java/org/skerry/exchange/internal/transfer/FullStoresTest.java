// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.skerry.base.loop.ManualLoop;

/** Which chunks wait for room, and when they are tried again. 1000 bytes may wait. */
class FullStoresTest {

    private final ManualLoop loop = new ManualLoop();
    private final Troubles troubles = new Troubles();
    private final List<String> heard = new ArrayList<>();
    private int changes;
    private final FullStores full = new FullStores(loop, 1000, troubles, () -> changes++);

    private FullStores.Waiting chunk(String name, Object owner, int bytes) {
        return new FullStores.Waiting() {
            @Override
            public Object owner() {
                return owner;
            }

            @Override
            public int bytes() {
                return bytes;
            }

            @Override
            public void again() {
                heard.add(name);
            }

            @Override
            public void drop() {
                heard.add("-" + name);
            }
        };
    }

    private boolean trouble() {
        return troubles.findings().stream().anyMatch(it -> !it.ready());
    }

    @Test
    void keepsTheFirstHoweverLongAndThenNoMoreThanItsPart() {
        FullStores.Waiting first = chunk("first", "a", 900);
        FullStores.Waiting second = chunk("second", "b", 50);
        full.full(first, "/store: no room");
        full.full(chunk("long", "a", 101), "/store: no room");
        full.full(second, "/store: no room");
        assertThat(heard).containsExactly("-long");
        assertThat(full.why()).hasValueSatisfying(why -> assertThat(why).contains("make room", "/store: no room"));
        assertThat(changes).isEqualTo(1);
        loop.advance(Duration.ofSeconds(6));
        full.kept(first);
        full.full(second, "/store: no room");
        full.full(chunk("now it fits", "a", 900), "/store: no room");
        assertThat(heard).containsExactly("-long", "first", "second");
        FullStores other = new FullStores(loop, 1000, troubles, () -> {});
        other.full(chunk("alone", "a", 5000), "no room");
        assertThat(other.why()).isPresent();
    }

    @Test
    void triesTheFirstNowAndThenAndTheNextOneOnceItIsKept() {
        FullStores.Waiting first = chunk("1", "a", 10);
        FullStores.Waiting second = chunk("2", "a", 10);
        full.full(first, "no room");
        full.full(second, "no room");
        loop.advance(Duration.ofMinutes(1));
        assertThat(heard).as("while it is being tried").containsExactly("1");
        full.full(first, "no room");
        loop.advance(Duration.ofSeconds(6));
        assertThat(heard).containsExactly("1", "1");
        full.kept(second);
        assertThat(full.why()).as("what is kept besides says nothing").isPresent();
        full.kept(first);
        assertThat(heard).containsExactly("1", "1", "2");
        assertThat(trouble()).isTrue();
        full.kept(second);
        assertThat(full.why()).isEmpty();
        assertThat(trouble()).isFalse();
        assertThat(changes).isEqualTo(2);
        loop.advance(Duration.ofMinutes(1));
        assertThat(heard).containsExactly("1", "1", "2");
    }

    @Test
    void goesOnWithTheOthersWhenTheOwnerOfTheOneThatIsTriedGivesUp() {
        full.full(chunk("a", "a", 600), "no room");
        full.full(chunk("b", "b", 10), "no room");
        loop.advance(Duration.ofSeconds(6));
        full.drop("a");
        assertThat(heard).containsExactly("a", "-a");
        assertThat(trouble()).isTrue();
        full.full(chunk("fits again", "b", 900), "no room");
        loop.advance(Duration.ofSeconds(6));
        assertThat(heard).containsExactly("a", "-a", "b");
        full.drop("b");
        assertThat(full.why()).isEmpty();
        assertThat(trouble()).isFalse();
        full.drop("b");
        assertThat(changes).isEqualTo(2);
    }
}
