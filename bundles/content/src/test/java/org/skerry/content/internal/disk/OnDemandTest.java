// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.Closeable;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class OnDemandTest {

    private int opened;
    private int closed;

    private final OnDemand<Closeable> it = new OnDemand<>(() -> {
        opened++;
        return () -> closed++;
    });

    private void use() throws IOException {
        assertThat(it.<Boolean>use(open -> opened > closed)).isTrue();
    }

    @Test
    void isOpenedOnceAndClosedWhenItWasNotUsedBetweenTwoSweeps() throws Exception {
        use();
        use();
        it.sweep();
        assertThat(closed).isZero();
        use();
        it.sweep();
        assertThat(closed).isZero();
        it.sweep();
        assertThat(closed).isOne();
        assertThat(opened).isOne();
        use();
        assertThat(opened).isEqualTo(2);
    }

    @Test
    void isNeverClosedUnderItsUser() throws Exception {
        Thread closing = new Thread(() -> {
            try {
                it.close();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        int during = it.<Integer>use(open -> {
            it.sweep();
            it.sweep();
            closing.start();
            await().until(() -> closing.getState() == Thread.State.WAITING);
            return closed;
        });
        closing.join();
        assertThat(during).isZero();
        assertThat(closed).isOne();
        assertThatThrownBy(this::use).isInstanceOf(IOException.class).hasMessage("it was closed");
        assertThat(opened).isOne();
    }

    @Test
    void isOpenedAnewAfterAFailure() throws Exception {
        assertThatThrownBy(() -> it.use(open -> {
                    throw new IOException("interrupted");
                }))
                .hasMessage("interrupted");
        assertThat(closed).isOne();
        use();
        assertThat(opened).isEqualTo(2);
    }
}
