// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.skerry.shell.internal.settings.Uptake.State;
import org.skerry.shell.internal.settings.Uptake.Verdict;
import org.skerry.shell.internal.settings.Users.User;

class UptakeTest {

    private static final Pid PID = Pid.parse("org.acme");
    private static final Duration LONG = Duration.ofSeconds(30);

    private final List<String> thrown = new ArrayList<>();
    private boolean known = true;
    private int looks;

    private Verdict await(Optional<Object> value, Duration patience, IntFunction<List<User>> seen) {
        Users users = new Users() {
            @Override
            public boolean known(Pid pid) {
                return known;
            }

            @Override
            public List<User> of(Pid pid) {
                return seen.apply(looks++);
            }
        };
        RefusalLog log = new RefusalLog() {
            @Override
            public long mark() {
                return 0;
            }

            @Override
            public Optional<String> since(long mark, long bundle) {
                return bundle == 7 ? thrown.stream().findFirst() : Optional.empty();
            }
        };
        return new Uptake(users, log, Duration.ofMillis(50), patience).await(PID, "k", value, 0);
    }

    private static List<User> one(Object value) {
        return List.of(new User("org.acme", 7, Map.of("k", value), Map.of("k", 3), Optional.empty()));
    }

    private static List<User> failed(Object value) {
        return List.of(new User("org.acme", 7, Map.of("k", value), Map.of(), Optional.of("k is odd")));
    }

    @Test
    void waitsUntilTheValueIsThere() {
        assertThat(await(Optional.of("5"), LONG, look -> one(look < 20 ? 3 : "5"))
                        .state())
                .isEqualTo(State.TAKEN);
        assertThat(looks).isGreaterThan(20);
    }

    @Test
    void knowsTheDefaultAgain() {
        assertThat(await(Optional.empty(), LONG, look -> one(look < 20 ? "5" : 3))
                        .state())
                .isEqualTo(State.TAKEN);
        assertThat(looks).isGreaterThan(20);
    }

    @Test
    void tellsWhyActivationFails() {
        assertThat(await(Optional.of("5"), LONG, look -> failed("5")))
                .isEqualTo(new Verdict(State.REFUSED, "k is odd"));
    }

    @Test
    void waitsForARefusalThatComesLate() {
        assertThat(await(Optional.of("5"), LONG, look -> look < 2 ? one("5") : failed("5"))
                        .state())
                .isEqualTo(State.REFUSED);
    }

    @Test
    void doesNotTakeAnOldFailureForARefusal() {
        assertThat(await(Optional.of("5"), LONG, look -> look < 2 ? failed("4") : one("5"))
                        .state())
                .isEqualTo(State.TAKEN);
    }

    @Test
    void tellsWhatAComponentThrewThatKeptWhatItHad() {
        thrown.add("k is odd");
        assertThat(await(Optional.of("5"), LONG, look -> one("5"))).isEqualTo(new Verdict(State.REFUSED, "k is odd"));
    }

    @Test
    void waitsForAComponentThatIsYetToBeMade() {
        assertThat(await(Optional.of("5"), LONG, look -> look < 20 ? List.of() : one("5"))
                        .state())
                .isEqualTo(State.TAKEN);
        assertThat(looks).isGreaterThan(20);
    }

    @Test
    void knowsThatNoOneReadsIt() {
        known = false;
        assertThat(await(Optional.of("5"), LONG, look -> List.of()).state()).isEqualTo(State.UNUSED);
    }

    @Test
    void givesUp() {
        assertThat(await(Optional.of("5"), Duration.ofMillis(60), look -> one(3))
                        .state())
                .isEqualTo(State.OPEN);
    }
}
